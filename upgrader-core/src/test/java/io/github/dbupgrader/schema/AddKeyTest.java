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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Unique constraints and primary keys. One database for all of it. */
@DatabaseTest
class AddKeyTest {

    private static final String TABLE = "create table energy (id int not null, kwh int);"
            + " insert into energy select n, n from generate_series(1, 20) n;";

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
    void addUnique_endsAsThePlainStatement(TestDatabase database) throws Exception {
        ChangeRun.of(s -> s.table("energy").addUnique("once", "kwh", "id")).run(database);

        String made = dump(database);
        database.execute("alter table energy drop constraint once, add constraint once unique (kwh, id)");
        assertThat(made).isEqualTo(dump(database));
    }

    @Test
    void addPrimaryKey_endsAsThePlainStatement(TestDatabase database) throws Exception {
        ChangeRun.of(s -> s.table("energy").addPrimaryKey("energy_pkey", "id")).run(database);

        String made = dump(database);
        database.execute("alter table energy drop constraint energy_pkey, add constraint energy_pkey primary key (id)");
        assertThat(made).isEqualTo(dump(database));
    }

    @Test
    @DisplayName(
            "online 13: the index is built beside writers, and one that duplicates made invalid is built anew after the mending")
    void addUnique_duplicates_canBeMended(TestDatabase database) throws Exception {
        database.execute("update energy set kwh = 1");
        ChangeRun change = ChangeRun.of(s -> s.table("energy").addUnique("once", "kwh"));

        assertThatThrownBy(() -> change.run(database)).hasMessageContaining("could not create unique index");
        database.execute("update energy set kwh = id");
        change.run(database);

        assertThat(dump(database)).contains("once UNIQUE (kwh)").doesNotContain("invalid");
    }

    @Test
    @DisplayName("rule 12: a primary key of columns that may be null is refused before its index is built")
    void addPrimaryKey_nullableColumn_isRefused(TestDatabase database) {
        String before = dump(database);

        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("energy").addPrimaryKey("energy_pkey", "id", "kwh"))
                        .run(database))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_CHANGE_REFUSED))
                .hasMessageContaining("setNotNull(\"kwh\")");
        assertThat(dump(database)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("io.github.dbupgrader.schema.IndexVariantsTest#names")
    @DisplayName("online 40, upgrades 15: whatever the names, with an empty search_path, and undone again")
    void add_oddNames_andRevert(String schema, String table, String name, String column, TestDatabase database)
            throws Exception {
        database.execute("drop schema public cascade");
        database.execute(
                database.queryText("select format('create schema %1$I; create table %1$I.%2$I (%3$I int not null)', '"
                        + String.join("', '", schema, table, column) + "')"));
        PGSimpleDataSource nowhere = database.dataSource();
        nowhere.setOptions("-c search_path=");
        ChangeRun odd = ChangeRun.of(s -> s.table(schema, table).addPrimaryKey(name, column));
        String before = dump(database);

        odd.run(nowhere);

        assertThat(dump(database)).contains("PRIMARY KEY").doesNotContain("not validated", "NOT VALID");
        odd.revert(nowhere);
        odd.revert(nowhere);
        assertThat(dump(database)).isEqualTo(before);
        database.execute(database.queryText("select format('drop schema %I cascade', '" + schema + "')"));
        database.execute("create schema public");
    }

    @Test
    @DisplayName("online 40: a rollback restores the catalogue, and a crash at any statement is survived")
    void add_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(database, TABLE, s -> s.table("energy").addPrimaryKey("energy_pkey", "id"))
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }
}
