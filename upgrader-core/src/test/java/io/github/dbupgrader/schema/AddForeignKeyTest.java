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

/** One database for all of it. */
@DatabaseTest
class AddForeignKeyTest {

    private static final String TABLE = "create table farm (id int primary key, code text unique);"
            + " insert into farm select n, 'c' || n from generate_series(1, 20) n;"
            + " create table energy (id int primary key, farm int);"
            + " insert into energy select n, n from generate_series(1, 20) n;";

    private final ChangeRun change = ChangeRun.of(s -> s.table("energy")
            .addForeignKey(ForeignKey.named("energy_farm", "farm").references("farm")));

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
    @DisplayName(
            "online 18: the validation goes on beside writers of both tables, and the end is that of the plain statement")
    void add_fittingRows_endsAsThePlainStatement(TestDatabase database) throws Exception {
        change.runPart(database.dataSource(), 1);
        assertThat(dump(database)).contains("NOT VALID (not validated)");
        LockedTable writing = LockedTable.byWriter(database, "energy, farm");
        try (writing) {
            change.runPart(database.dataSource(), 2);
        }
        change.runPart(database.dataSource(), 3);

        String made = dump(database);
        database.execute("alter table energy drop constraint energy_farm,"
                + " add constraint energy_farm foreign key (farm) references farm");
        assertThat(made).isEqualTo(dump(database));
    }

    @Test
    void add_withRules_hasThem(TestDatabase database) throws Exception {
        database.execute("alter table energy add code text");
        ChangeRun.of(s -> s.table("energy")
                        .addForeignKey(ForeignKey.named("energy_code", "code")
                                .references("farm", "code")
                                .onDeleteSetNull()
                                .initiallyDeferred()))
                .run(database);
        ChangeRun.of(s -> s.table("energy")
                        .addForeignKey(ForeignKey.named("energy_farm", "farm")
                                .referencesIn("public", "farm")
                                .onDeleteCascade()))
                .run(database);

        assertThat(dump(database))
                .contains("FOREIGN KEY (code) REFERENCES farm(code) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED")
                .contains("FOREIGN KEY (farm) REFERENCES farm(id) ON DELETE CASCADE");
    }

    @Test
    @DisplayName("online 46: a table may refer to itself")
    void add_selfReference_works(TestDatabase database) throws Exception {
        ChangeRun.of(s -> s.table("energy")
                        .addForeignKey(ForeignKey.named("own", "farm").references("energy")))
                .run(database);

        assertThat(dump(database))
                .contains("FOREIGN KEY (farm) REFERENCES energy(id)")
                .doesNotContain("NOT VALID");
    }

    @Test
    @DisplayName("online 20: rows without a partner are named, the constraint stays, and it goes on after the mending")
    void validate_violatingRows_isReportedAndResumable(TestDatabase database) throws Exception {
        database.execute("update energy set farm = 99 where id in (4, 8)");

        assertThatThrownBy(() -> change.run(database))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROWS_VIOLATE_CONSTRAINT))
                .hasMessageContaining("rows such as (id) = 4; 8 violate it; it stays in force");
        assertThat(dump(database)).contains("NOT VALID");

        database.execute("update energy set farm = null where farm = 99");
        change.runPart(database.dataSource(), 2);
        change.runPart(database.dataSource(), 3);
        assertThat(dump(database)).doesNotContain("NOT VALID");
    }

    @Test
    @DisplayName(
            "online 22: on a partitioned table it is not yet valid first, partition by partition where the server knows no other way")
    void add_partitionedTable_endsValidOnAllOfIt(TestDatabase database) throws Exception {
        database.execute("create table part (id int, farm int) partition by range (id);"
                + " create table part_1 partition of part for values from (0) to (10);"
                + " create table part_2 partition of part for values from (10) to (20) partition by range (id);"
                + " create table part_2_1 partition of part_2 for values from (10) to (20);"
                + " insert into part values (1, 1), (11, 2)");
        String before = dump(database);
        ChangeRun parts = ChangeRun.of(s ->
                s.table("part").addForeignKey(ForeignKey.named("fk", "farm").references("farm")));

        parts.runPart(database.dataSource(), 1);
        assertThat(dump(database)).contains("NOT VALID");
        parts.runPart(database.dataSource(), 2);
        parts.runPart(database.dataSource(), 3);

        assertThat(database.rows("select conrelid::regclass, convalidated, coninhcount from pg_constraint"
                        + " where conname = 'fk' order by conrelid::regclass::text"))
                .containsExactly("part|t|0", "part_1|t|1", "part_2|t|1", "part_2_1|t|1");
        parts.revert(database.dataSource());
        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    void add_nameTakenOrNoTarget_isRefused(TestDatabase database) {
        database.execute("alter table energy add constraint energy_farm check (id > 0)");

        assertThatThrownBy(() -> change.run(database)).hasMessageContaining("and it is another one");
        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("energy")
                                .addForeignKey(ForeignKey.named("fk", "farm").references("nowhere")))
                        .run(database))
                .hasMessageContaining("there is no table nowhere");
    }

    @ParameterizedTest
    @MethodSource("io.github.dbupgrader.schema.IndexVariantsTest#names")
    @DisplayName("online 40, upgrades 15: whatever the names, with an empty search_path, and undone again")
    void add_oddNames_andRevert(String schema, String table, String name, String column, TestDatabase database)
            throws Exception {
        database.execute("drop schema public cascade");
        database.execute(database.queryText(
                "select format('create schema %1$I; create table %1$I.%2$I (%3$I int primary key)', '"
                        + String.join("', '", schema, table, column) + "')"));
        PGSimpleDataSource nowhere = database.dataSource();
        nowhere.setOptions("-c search_path=");
        ChangeRun odd = ChangeRun.of(s -> s.table(schema, table)
                .addForeignKey(ForeignKey.named(name, column).referencesIn(schema, table)));
        String before = dump(database);

        odd.run(nowhere);

        assertThat(dump(database)).contains("FOREIGN KEY").doesNotContain("not validated", "NOT VALID");
        odd.revert(nowhere);
        odd.revert(nowhere);
        assertThat(dump(database)).isEqualTo(before);
        database.execute(database.queryText("select format('drop schema %I cascade', '" + schema + "')"));
        database.execute("create schema public");
    }

    @Test
    @DisplayName("online 40: a rollback restores the catalogue, and a crash at any statement is survived")
    void add_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(
                        database,
                        TABLE,
                        s -> s.table("energy")
                                .addForeignKey(ForeignKey.named("fk", "farm").references("farm")))
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }
}
