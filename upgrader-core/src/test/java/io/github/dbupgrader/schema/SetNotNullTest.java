package io.github.dbupgrader.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One database for all of it. */
@DatabaseTest
class SetNotNullTest {

    private static final String TABLE = """
            create table energy (id int primary key, kwh int, note text);
            insert into energy select n, n from generate_series(1, 20) n;""";

    private final ChangeRun change = ChangeRun.of(s -> s.table("energy").setNotNull("kwh"));

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

    /** Besides the primary key. */
    private static List<String> constraints(TestDatabase database) {
        return database.rows("select contype, convalidated from pg_constraint where conrelid = 'energy'::regclass"
                + " and conname not in ('energy_pkey', 'energy_id_not_null') order by 1");
    }

    /** The table as PostgreSQL's own one-step way makes it. */
    private static String plain(TestDatabase database) {
        database.execute("drop table energy;" + TABLE + "alter table energy alter kwh set not null");
        return dump(database);
    }

    @Test
    @DisplayName("online 19: the end is that of a plain SET NOT NULL, with no helper left")
    void set_columnWithoutNulls_endsAsThePlainStatement(TestDatabase database) throws Exception {
        change.run(database);

        String made = dump(database);
        assertThat(made).isEqualTo(plain(database)).contains("kwh integer not null");
    }

    @Test
    @DisplayName(
            "online 18, online 19: only the validation reads the table, in a transaction of its own without a strong lock")
    void set_scansOnlyWhileValidating(TestDatabase database) throws Exception {
        change.runPart(database.dataSource(), 1);
        LockedTable writing = LockedTable.byWriter(database, "energy");
        try (writing) {
            // A statement that needs more than SHARE UPDATE EXCLUSIVE would wait for this one.
            change.runPart(database.dataSource(), 1);
        }
        change.runPart(database.dataSource(), 2);
        LockedTable writing2 = LockedTable.byWriter(database, "energy");
        try (writing2) {
            change.runPart(database.dataSource(), 3);
        }
        change.runPart(database.dataSource(), 4, handle -> {
            assertThat(scans(handle)).isZero();
            handle.execute("select count(*) from energy");
            assertThat(scans(handle)).as("a scan would be seen").isEqualTo(1);
        });
    }

    /** In this transaction. */
    private static long scans(Handle handle) {
        return handle.createQuery("select seq_scan from pg_stat_xact_user_tables where relid = to_regclass('energy')")
                .mapTo(Long.class)
                .one();
    }

    @Test
    @DisplayName("online 21: with a null in the table it is refused before anything is done, naming rows")
    void set_nullsThere_isRefusedAndNothingIsLeft(TestDatabase database) {
        database.execute("update energy set kwh = null where id > 2");
        String before = dump(database);

        assertThatThrownBy(() -> change.run(database))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROWS_VIOLATE_CONSTRAINT))
                .hasMessageContaining("rows such as (id) = 3; 4; 5; 6; 7 and more have no value in the column kwh");

        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName(
            "online 20: a null that came in before the constraint is named, the constraint stays, and it goes on after the mending")
    void validate_nullSlippedIn_isReportedAndResumable(TestDatabase database) throws Exception {
        change.runPart(database.dataSource(), 1);
        database.execute("update energy set kwh = null where id = 7");
        change.runPart(database.dataSource(), 2);

        assertThatThrownBy(() -> change.runPart(database.dataSource(), 3))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROWS_VIOLATE_CONSTRAINT))
                .hasMessageContaining("rows such as (id) = 7 violate it");
        assertThat(constraints(database)).singleElement().asString().endsWith("|f");
        assertThatThrownBy(() -> database.execute("insert into energy values (99, null)"))
                .as("it is in force")
                .hasMessageContaining("insert into energy");

        database.execute("update energy set kwh = 1 where id = 7");
        change.runPart(database.dataSource(), 3);
        change.runPart(database.dataSource(), 3);
        change.runPart(database.dataSource(), 4);
        assertThat(dump(database)).isEqualTo(plain(database));
    }

    @Test
    void validate_tableWithoutPrimaryKey_namesRowsByTheirPlace(TestDatabase database) {
        database.execute("alter table energy drop constraint energy_pkey; update energy set kwh = null where id = 7");

        assertThatThrownBy(() -> change.run(database)).hasMessageContaining("(ctid) = energy/(0,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kwh > 0 and kwh is not null", "not (kwh is null)", "kwh is not null"})
    @DisplayName("online 23: a check that proves it is recognised by asking the server, and no other one is made")
    void set_provenByExistingCheck_needsNoOther(String check, TestDatabase database) throws Exception {
        database.execute("alter table energy add constraint own check (" + check + ")");
        change.runPart(database.dataSource(), 2);
        assertThat(constraints(database)).containsExactly("c|t");

        change.run(database);

        database.execute("alter table energy drop constraint own");
        assertThat(dump(database)).isEqualTo(plain(database));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kwh > 0", "coalesce(kwh, 0) > 0", "kwh is not null or id > 0"})
    @DisplayName("online 23: a check that only looks like a proof is none")
    void set_notProvenByExistingCheck_makesItsOwn(String check, TestDatabase database) throws Exception {
        database.execute("alter table energy add constraint own check (" + check + ")");
        change.runPart(database.dataSource(), 2);

        assertThat(constraints(database)).contains("c|t").hasSize(2);
    }

    @Test
    @DisplayName("online 23: nor is one that is not yet valid")
    void set_existingCheckNotValid_makesItsOwn(TestDatabase database) throws Exception {
        database.execute("alter table energy add constraint own check (kwh is not null) not valid");
        change.runPart(database.dataSource(), 2);

        assertThat(constraints(database)).hasSize(2).allMatch(c -> c.endsWith("|f"));
    }

    @Test
    @DisplayName(
            "online 24: the helper's name is at most 63 bytes, stable, different for names that are cut alike, and taken from nobody")
    void helper_hasANameOfItsOwn(TestDatabase database) {
        var one = HelperName.of("not_null", new Identifier("ü".repeat(31)));
        var other = HelperName.of("not_null", new Identifier("ü".repeat(30) + "x"));

        assertThat(one).isEqualTo(HelperName.of("not_null", new Identifier("ü".repeat(31))));
        assertThat(one).isNotEqualTo(other);
        assertThat(one.text().getBytes(UTF_8)).hasSizeBetween(60, 63);
        assertThat(one.text()).matches("upgrader_ü+_not_null_[0-9a-f]{8}");
    }

    @Test
    @DisplayName(
            "online 24: a constraint of the helper's name that somebody else made is not touched; from 18 on it is in nobody's way, because there is no helper")
    void set_helperNameTaken_isNotTouched(TestDatabase database) throws Exception {
        String others = HelperName.of("not_null", new Identifier("kwh")).quoted();
        database.execute("alter table energy add constraint " + others + " check (id > 0)");
        String before = dump(database);

        if (database.serverVersion() < 18) {
            assertThatThrownBy(() -> change.run(database)).hasMessageContaining("and it is another one");
            assertThat(dump(database)).isEqualTo(before);
            change.revert(database.dataSource());
            assertThat(dump(database)).isEqualTo(before);
        } else {
            change.run(database);
            assertThat(dump(database)).contains(others.replace("\"", ""));
            database.execute("alter table energy drop constraint " + others);
            assertThat(dump(database)).isEqualTo(plain(database));
        }
    }

    @Test
    void set_alreadyNotNullOrMissing_isRefused(TestDatabase database) {
        assertThatThrownBy(() ->
                        ChangeRun.of(s -> s.table("energy").setNotNull("id")).run(database))
                .hasMessageContaining("is NOT NULL already");
        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("energy").setNotNull("nothing"))
                        .run(database))
                .hasMessageContaining("has no column nothing");
    }

    @Test
    void set_proofDroppedByOthers_isRefused(TestDatabase database) throws Exception {
        change.runPart(database.dataSource(), 1);

        assertThatThrownBy(() -> change.runPart(database.dataSource(), 4))
                .hasMessageContaining("nothing proves any longer");
    }

    @Test
    void set_partitionedTable_reachesAllPartitions(TestDatabase database) throws Exception {
        database.execute("create table part (id int, kwh int) partition by range (id);"
                + " create table part_1 partition of part for values from (0) to (10); insert into part values (1, 1)");

        ChangeRun.of(s -> s.table("part").setNotNull("kwh")).run(database);

        assertThat(database.queryLong("select count(*) from pg_attribute where attname = 'kwh' and attnotnull"
                        + " and attrelid in ('part'::regclass, 'part_1'::regclass)"))
                .isEqualTo(2);
        assertThat(database.queryLong("select count(*) from pg_constraint where contype = 'c'"))
                .isEqualTo(
                        database.queryLong("select count(*) from pg_constraint where conrelid = 0 and contype = 'c'"));
    }

    @ParameterizedTest
    @MethodSource("io.github.dbupgrader.schema.IndexVariantsTest#names")
    @DisplayName("online 40, upgrades 15: whatever the names, with an empty search_path, and undone again")
    void set_oddNames_andRevert(String schema, String table, String ignored, String column, TestDatabase database)
            throws Exception {
        database.execute("drop schema public cascade");
        database.execute(database.queryText("select format('create schema %1$I; create table %1$I.%2$I (%3$I int)', '"
                + schema + "', '" + table + "', '" + column + "')"));
        PGSimpleDataSource nowhere = database.dataSource();
        nowhere.setOptions("-c search_path=");
        ChangeRun odd = ChangeRun.of(s -> s.table(schema, table).setNotNull(column));
        String before = dump(database);

        odd.run(nowhere);

        assertThat(dump(database)).contains("integer not null").doesNotContain("upgrader_");
        odd.revert(nowhere);
        odd.revert(nowhere);
        assertThat(dump(database)).isEqualTo(before);
        database.execute(database.queryText("select format('drop schema %I cascade', '" + schema + "')"));
        database.execute("create schema public");
    }

    @Test
    @DisplayName("online 40: a rollback restores the catalogue, and a crash at any statement is survived")
    void set_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(database, TABLE, s -> s.table("energy").setNotNull("kwh"))
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }
}
