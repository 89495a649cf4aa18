package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One database for all of it. */
@DatabaseTest
class DropTableTest {

    private static final String TABLE = "create table farm (id int primary key);"
            + " create table energy (id int primary key, farm int references farm, parent int references energy);";

    @BeforeAll
    static void database(TestDatabase shared) {}

    @BeforeEach
    void table(TestDatabase database) {
        database.execute(
                "drop schema if exists side cascade; drop schema public cascade; create schema public;" + TABLE);
    }

    private static String dump(TestDatabase database) {
        return SchemaDump.of(database.dataSource()).text();
    }

    @Test
    void drop_thatNothingNeeds_isGone(TestDatabase database) throws Exception {
        ChangeRun.of(s -> s.dropTable("energy")).run(database);

        assertThat(dump(database)).doesNotContain("energy").contains("farm");
    }

    @Test
    @DisplayName("what would need CASCADE stands in the way and is named")
    void drop_needed_isRefused(TestDatabase database) {
        database.execute("create view seen as select * from farm; create view upon as select * from seen");
        String before = dump(database);

        assertThatThrownBy(
                        () -> ChangeRun.of(s -> s.dropTable("public", "farm")).run(database))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_CHANGE_REFUSED))
                .hasMessageContaining("needed by constraint energy_farm_fkey on table energy, view seen.");
        assertThatThrownBy(() -> ChangeRun.of(s -> s.dropTable("nowhere")).run(database))
                .hasMessageContaining("there is no table nowhere");
        assertThatThrownBy(() -> ChangeRun.of(s -> s.dropTable("seen")).run(database))
                .hasMessageContaining("neither a table nor");

        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("a crash at any statement is survived")
    void drop_crashed(TestDatabase database) {
        new CrashedChange(database, TABLE, s -> s.dropTable("energy")).assertCrashesAreSurvived();
    }
}
