package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One database for all of it. */
@DatabaseTest
class DropNotNullTest {

    private static final String TABLE =
            "create table energy (id int primary key, kwh int not null, note text not null default '');";

    private final ChangeRun change = ChangeRun.of(s -> s.table("energy").dropNotNull("kwh"));

    @BeforeAll
    static void database(TestDatabase shared) {}

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("drop schema public cascade; create schema public;" + TABLE);
    }

    @Test
    void drop_letsNullsIn(TestDatabase database) throws Exception {
        change.run(database);
        database.execute("insert into energy values (1, null)");

        assertThat(database.queryLong("select count(*) from energy where kwh is null"))
                .isEqualTo(1);
    }

    @Test
    void drop_alreadyNullableOrMissing_isRefused(TestDatabase database) throws Exception {
        change.run(database);

        assertThatThrownBy(() -> change.run(database)).hasMessageContaining("the column kwh is not NOT NULL");
        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("energy").dropNotNull("nothing"))
                        .run(database))
                .hasMessageContaining("has no column nothing");
    }

    @Test
    void revert_largeTable_isRefusedWithTheWayToGo(TestDatabase database) throws Exception {
        change.run(database);
        database.execute("alter table energy alter note set storage external;"
                + " insert into energy select n, n, repeat('x', 1900) from generate_series(1, 9000) n");
        String before = SchemaDump.of(database.dataSource()).text();

        assertThatThrownBy(() -> change.revert(database.dataSource())).hasMessageContaining("setNotNull(\"kwh\")");
        assertThat(SchemaDump.of(database.dataSource()).text()).isEqualTo(before);

        database.execute("alter table energy add constraint proof check (kwh is not null)");
        change.revert(database.dataSource());
        change.revert(database.dataSource());
        assertThat(database.queryText(
                        "select attnotnull from pg_attribute where attrelid = 'energy'::regclass and attname = 'kwh'"))
                .isEqualTo("t");
    }

    @Test
    @DisplayName("online 40: a rollback restores the catalogue, and a crash at any statement is survived")
    void drop_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(database, TABLE, s -> s.table("energy").dropNotNull("kwh"))
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }
}
