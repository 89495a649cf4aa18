package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One database for all of it. */
@DatabaseTest
class AddRequiredColumnTest {

    private static final String TABLE = """
            create table energy (id int primary key, wh int);
            insert into energy select n, n * 1000 from generate_series(1, 20) n;""";

    @BeforeAll
    static void database(TestDatabase shared) {}

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("drop schema public cascade; create schema public;" + TABLE);
    }

    private static DatabaseUpgrader upgrader(TestDatabase database, Consumer<Schema> change) {
        DatabaseUpgrader upgrader = CrashedChange.upgrader(database.dataSource(), UpgradeMode.ONLINE, change);
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    private static String column(TestDatabase database) {
        return database.queryText("select concat_ws('|', format_type(atttypid, atttypmod), attnotnull,"
                + " pg_get_expr(adbin, adrelid), col_description(attrelid, attnum))"
                + " from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum"
                + " where attrelid = 'energy'::regclass and attname = 'kwh'");
    }

    private static List<String> checks(TestDatabase database) {
        return database.rows("select conname from pg_constraint where conrelid = 'energy'::regclass and contype = 'c'");
    }

    @Test
    @DisplayName("online 19: NOT NULL is true, all rows are filled, and no helper is left")
    void add_withFill_fillsAndEndsNotNull(TestDatabase database) {
        upgrader(database, s -> s.table("energy").addRequiredColumn("kwh", "numeric", "wh / 1000"))
                .upgrade();

        assertThat(column(database)).isEqualTo("numeric|t");
        assertThat(checks(database)).isEmpty();
        assertThat(database.queryLong("select count(*) from energy where kwh = id"))
                .isEqualTo(20);
    }

    @Test
    @DisplayName(
            "online 49, fact 7: a default that is another for each row is set for new rows only, and no row is rewritten but by the backfill")
    void add_withVolatileDefaultAndFill_works(TestDatabase database) {
        database.execute("create sequence numbers start 100");
        long before = database.queryLong("select pg_relation_filenode('energy')");

        upgrader(
                        database,
                        s -> s.table("energy")
                                .addRequiredColumn(
                                        Column.named("kwh", "bigint")
                                                .defaultValue("nextval('numbers')")
                                                .comment("numbered"),
                                        "nextval('numbers') -- all of them"))
                .upgrade();
        database.execute("insert into energy (id) values (99)");

        assertThat(column(database)).isEqualTo("bigint|t|nextval('numbers'::regclass)|numbered");
        assertThat(database.queryLong("select count(distinct kwh) from energy where kwh >= 100"))
                .isEqualTo(21);
        assertThat(database.queryLong("select pg_relation_filenode('energy')")).isEqualTo(before);
    }

    @Test
    void add_withBackfillOfItsOwn_usesIt(TestDatabase database) {
        upgrader(
                        database,
                        s -> s.table("energy")
                                .addRequiredColumn(
                                        Column.named("kwh", "text"),
                                        Backfill.table("energy")
                                                .pending("kwh is null")
                                                .read("wh", Integer.class)
                                                .write("kwh")
                                                .compute(rows -> rows.forEach(
                                                        row -> row.set("kwh", row.get("wh", Integer.class) + " Wh")))))
                .upgrade();

        assertThat(column(database)).isEqualTo("text|t");
        assertThat(database.queryText("select kwh from energy where id = 3")).isEqualTo("3000 Wh");
    }

    @Test
    @DisplayName("online 20: rows that the fill leaves null are named, and the next start goes on after the mending")
    void add_fillLeavesNulls_isReportedAndResumable(TestDatabase database) {
        database.execute("update energy set wh = null where id in (3, 5)");
        DatabaseUpgrader upgrader =
                upgrader(database, s -> s.table("energy").addRequiredColumn("kwh", "int", "wh / 1000"));

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKFILL_INCOMPLETE))
                .hasMessageContaining("could not do 2 rows")
                .hasMessageContaining("[3]");
        database.execute("update energy set wh = 1");
        assertThat(checks(database))
                .as("online 21: an old application can still update those rows")
                .isEmpty();

        database.execute("update energy set kwh = 0 where kwh is null");
        upgrader.upgrade();
        assertThat(column(database)).isEqualTo("integer|t");
    }

    @Test
    void add_withDefaultAlone_isOneTransaction(TestDatabase database) {
        long before = database.queryLong("select pg_relation_filenode('energy')");
        DatabaseUpgrader upgrader = CrashedChange.upgrader(
                database.dataSource(),
                UpgradeMode.TRANSACTIONAL,
                s -> s.table("energy")
                        .addRequiredColumn(Column.named("kwh", "int").defaultValue("7")));
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        upgrader.upgrade();

        assertThat(column(database)).isEqualTo("integer|t|7");
        assertThat(database.queryLong("select sum(kwh) from energy")).isEqualTo(140);
        assertThat(database.queryLong("select pg_relation_filenode('energy')")).isEqualTo(before);
    }

    @Test
    void add_withDefaultAloneThatIsVolatile_isRefused(TestDatabase database) {
        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("energy")
                                .addRequiredColumn(Column.named("kwh", "float8").defaultValue("random()")))
                        .run(database))
                .hasMessageContaining("another value for each row");
    }

    @Test
    void add_withoutValue_isRefusedWhereItIsWritten() {
        assertThatThrownBy(() -> SchemaChanges.table("energy").addRequiredColumn(Column.named("kwh", "int")))
                .hasMessageContaining("has neither a default nor a fill");
    }

    @Test
    @DisplayName("upgrades 62: with a fill it needs several transactions, and says so in a transactional upgrade")
    void add_withFillInTransactionalUpgrade_saysModeOnline(TestDatabase database) {
        DatabaseUpgrader upgrader = CrashedChange.upgrader(
                database.dataSource(),
                UpgradeMode.TRANSACTIONAL,
                s -> s.table("energy").addRequiredColumn("kwh", "int", "wh"));
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NEEDS_ONLINE_MODE))
                .hasMessageContaining("add required column kwh to energy")
                .hasMessageContaining("UpgradeMode.ONLINE");
    }

    @Test
    void add_behindABackfill_isRefusedWhereItIsWritten() {
        SchemaChange required = SchemaChanges.table("energy").addRequiredColumn("kwh", "int", "wh");

        assertThatThrownBy(() -> Backfill.table("energy").followedBy(required))
                .hasMessageContaining("it contains a backfill of its own");
    }

    @Test
    @DisplayName("online 50: a dry run fills a few rows, does not take the others for a fault, and leaves nothing")
    void dryRun_leavesTheCatalogueAsItWas(TestDatabase database) {
        database.execute("insert into energy select n, n from generate_series(21, 500) n");
        DatabaseUpgrader upgrader = upgrader(database, s -> s.table("energy").addRequiredColumn("kwh", "int", "wh"));
        String before = SchemaDump.of(database.dataSource()).text();

        upgrader.dryRun();

        assertThat(SchemaDump.of(database.dataSource()).text()).isEqualTo(before);
    }

    @Test
    @DisplayName("online 40: a rollback restores the catalogue, and a crash at any statement is survived")
    void add_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(
                        database,
                        TABLE,
                        s -> s.table("energy")
                                .addRequiredColumn(
                                        Column.named("kwh", "int")
                                                .defaultValue("0")
                                                .comment("kWh"),
                                        "wh / 1000"))
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }
}
