package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.sql.Identifier;
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

/** One database for all of it. */
@DatabaseTest
class AddCheckTest {

    private static final String TABLE = "create table energy (id int primary key, kwh int);"
            + " insert into energy select n, n from generate_series(1, 20) n;";

    private final ChangeRun change = ChangeRun.of(s -> s.table("energy").addCheck("small", "kwh < 100 -- or null"));

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
    @DisplayName("online 18: adding and validating are two transactions, and the end is that of the plain statement")
    void add_fittingRows_endsAsThePlainStatement(TestDatabase database) throws Exception {
        change.runPart(database.dataSource(), 1);
        change.runPart(database.dataSource(), 2);
        assertThat(dump(database)).contains("small CHECK ((kwh < 100)) NOT VALID (not validated)");
        LockedTable writing = LockedTable.byWriter(database, "energy");
        try (writing) {
            change.runPart(database.dataSource(), 3);
        }

        String made = dump(database);
        database.execute("alter table energy drop constraint small, add constraint small check (kwh < 100)");
        assertThat(made).isEqualTo(dump(database));
    }

    @Test
    @DisplayName("online 21: rows that violate it are named before anything is done; nulls do not violate it")
    void add_violatingRows_isRefused(TestDatabase database) throws Exception {
        database.execute(
                "update energy set kwh = 100 + id where id in (3, 5); update energy set kwh = null where id = 7");
        String before = dump(database);

        assertThatThrownBy(() -> change.run(database))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROWS_VIOLATE_CONSTRAINT))
                .hasMessageContaining("rows such as (id) = 3; 5 violate it");
        assertThat(dump(database)).isEqualTo(before);

        database.execute("update energy set kwh = 1 where kwh > 99");
        change.run(database);
    }

    @Test
    @DisplayName("online 20: a row that slipped in is named, the constraint stays, and it goes on after the mending")
    void validate_violatingRow_isReportedAndResumable(TestDatabase database) throws Exception {
        change.runPart(database.dataSource(), 1);
        database.execute("update energy set kwh = 200 where id = 9");
        change.runPart(database.dataSource(), 2);

        assertThatThrownBy(() -> change.runPart(database.dataSource(), 3))
                .hasMessageContaining("rows such as (id) = 9 violate it; it stays in force");
        assertThat(dump(database)).contains("NOT VALID");

        database.execute("update energy set kwh = 2 where id = 9");
        change.runPart(database.dataSource(), 3);
        assertThat(dump(database)).doesNotContain("NOT VALID");
    }

    @Test
    void add_nameTaken_isRefused(TestDatabase database) {
        database.execute("alter table energy add constraint small check (id > 0)");

        assertThatThrownBy(() -> change.run(database)).hasMessageContaining("and it is another one");
    }

    @ParameterizedTest
    @MethodSource("io.github.dbupgrader.schema.IndexVariantsTest#names")
    @DisplayName("online 40, upgrades 15: whatever the names, with an empty search_path, and undone again")
    void add_oddNames_andRevert(String schema, String table, String name, String column, TestDatabase database)
            throws Exception {
        database.execute("drop schema public cascade");
        database.execute(database.queryText("select format('create schema %1$I; create table %1$I.%2$I (%3$I int )', '"
                + String.join("', '", schema, table, column) + "')"));
        PGSimpleDataSource nowhere = database.dataSource();
        nowhere.setOptions("-c search_path=");
        ChangeRun odd =
                ChangeRun.of(s -> s.table(schema, table).addCheck(name, new Identifier(column).quoted() + " > 0"));
        String before = dump(database);

        odd.run(nowhere);

        assertThat(dump(database)).contains("CHECK").doesNotContain("not validated", "NOT VALID");
        odd.revert(nowhere);
        odd.revert(nowhere);
        assertThat(dump(database)).isEqualTo(before);
        database.execute(database.queryText("select format('drop schema %I cascade', '" + schema + "')"));
        database.execute("create schema public");
    }

    @Test
    @DisplayName("online 40: a rollback restores the catalogue, and a crash at any statement is survived")
    void add_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(database, TABLE, s -> s.table("energy").addCheck("small", "kwh < 100"))
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }
}
