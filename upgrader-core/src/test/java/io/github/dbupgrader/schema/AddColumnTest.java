package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The dairy production of the schema change guide gets a quality score. One database for all of it. */
@DatabaseTest
class AddColumnTest {

    private static final String TABLE = """
            create table dairy_production (id int primary key, litres numeric);
            insert into dairy_production select n, n * 2 from generate_series(1, 20) n;""";

    @BeforeAll
    static void database(TestDatabase shared) {}

    @BeforeEach
    void table(TestDatabase database) {
        database.execute(
                "drop schema if exists side cascade; drop schema public cascade; create schema public;" + TABLE);
    }

    private static ChangeRun adding(Column column) {
        return ChangeRun.of(schema -> schema.table("dairy_production").addColumn(column));
    }

    private static String column(TestDatabase database) {
        return database.queryText("select concat_ws('|', format_type(atttypid, atttypmod), attnotnull,"
                + " pg_get_expr(adbin, adrelid), case when attcollation <> (select typcollation from pg_type t where t.oid = atttypid)"
                + " then attcollation::regcollation::text end,"
                + " col_description(attrelid, attnum))"
                + " from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum"
                + " where attrelid = 'dairy_production'::regclass and attname = 'quality_score'");
    }

    private static long file(TestDatabase database) {
        return database.queryLong("select pg_relation_filenode('dairy_production')");
    }

    @Test
    void add_withComment_isNullableAndTouchesNoRow(TestDatabase database) throws Exception {
        long before = file(database);

        ChangeRun.of(s -> s.table("dairy_production")
                        .addColumn(
                                "quality_score", "decimal(4,2)", "Calculated milk quality score (0-100), it's \\ new"))
                .run(database);

        assertThat(column(database)).isEqualTo("numeric(4,2)|f|Calculated milk quality score (0-100), it's \\ new");
        assertThat(file(database)).isEqualTo(before);
        assertThat(database.queryLong("select count(quality_score) from dairy_production"))
                .isZero();
    }

    static Stream<Arguments> harmless() {
        return Stream.of(
                arguments("text", "'?' || ':x' -- quoted", "'?:x'", "text|f|('?'::text || ':x'::text)"),
                arguments("timestamptz", "now()", "x", "timestamp with time zone|f|now()"),
                arguments("free_text", "'a'", "a", "free_text|f|'a'::text"),
                arguments("int[]", "array[1, 2]", "{1,2}", "integer[]|f|ARRAY[1, 2]"));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    @DisplayName(
            "section 1, finding 7: a default that is one value for all rows, and a domain without constraint, touch no row")
    void add_withHarmlessDefault_fillsRowsWithoutRewriting(
            String type, String value, String ignored, String expected, TestDatabase database) throws Exception {
        database.execute("create domain free_text as text");
        long before = file(database);

        adding(Column.named("quality_score", type).defaultValue(value)).run(database);

        assertThat(column(database)).isEqualTo(expected);
        assertThat(file(database)).isEqualTo(before);
        assertThat(database.queryLong("select count(quality_score) from dairy_production"))
                .isEqualTo(20);
    }

    @Test
    void add_withCollation_hasIt(TestDatabase database) throws Exception {
        adding(Column.named("quality_score", "text").collation("C")).run(database);

        assertThat(column(database)).isEqualTo("text|f|\"C\"");
    }

    static Stream<Arguments> traps() {
        return Stream.of(
                arguments(Column.named("c", "float8").defaultValue("random()"), "another value for each row"),
                arguments(Column.named("c", "uuid").defaultValue("gen_random_uuid()"), "another value for each row"),
                arguments(
                        Column.named("c", "timestamptz").defaultValue("clock_timestamp()"),
                        "another value for each row"),
                arguments(Column.named("c", "int").defaultValue("hidden()"), "another value for each row"),
                arguments(Column.named("c", "bigint").defaultValue("nextval('numbers')"), "another value for each row"),
                arguments(Column.named("c", "free_text").defaultValue("random()::text"), "another value for each row"),
                arguments(Column.named("c", "positive"), "a domain with a constraint"),
                arguments(Column.named("c", "very_positive").defaultValue("5"), "a domain with a constraint"),
                arguments(Column.named("c", "filled").defaultValue("'x'"), "a domain with a constraint"),
                arguments(Column.named("c", "serial"), "a serial or identity column"),
                arguments(Column.named("c", "bigint generated always as identity"), "a serial or identity column"),
                arguments(Column.named("c", "int generated always as (id + 1) stored"), "a stored generated column"),
                arguments(Column.named("c", "int check (c > 0)"), "contains a default, a constraint or NOT NULL"),
                arguments(Column.named("c", "int unique"), "contains a default, a constraint or NOT NULL"),
                arguments(Column.named("c", "int default 1"), "contains a default, a constraint or NOT NULL"),
                arguments(Column.named("c", "int not null"), "contains a default, a constraint or NOT NULL"),
                arguments(
                        Column.named("c", "int references farm (id)"), "contains a default, a constraint or NOT NULL"),
                arguments(Column.named("id", "int"), "has a column of that name"));
    }

    @ParameterizedTest
    @MethodSource("traps")
    @DisplayName("online 49, fact 7: what would have all rows read or written is refused, and nothing is left")
    void add_trap_isRefused(Column column, String reason, TestDatabase database) {
        database.execute("""
                create domain positive as int check (value > 0); create domain very_positive as positive;
                create domain filled as text not null; create domain free_text as text; create sequence numbers;
                create table farm (id int primary key);
                create function hidden() returns int language plpgsql as 'begin return 1; end'""");
        String before = SchemaDump.of(database.dataSource()).text();

        assertThatThrownBy(() -> adding(column).run(database))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_CHANGE_REFUSED))
                .hasMessageContaining(reason);

        assertThat(SchemaDump.of(database.dataSource()).text()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"int; drop table dairy_production", "numeric(4", "int)", "text /*"})
    void column_typeThatEndsTheStatement_isRefusedWhereItIsWritten(String type) {
        assertThatThrownBy(() -> Column.named("c", type)).isInstanceOf(UpgradeException.class);
    }

    @Test
    void add_missingTableOrView_isRefused(TestDatabase database) {
        database.execute("create view seen as select 1 as x");

        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("nowhere").addColumn("c", "int"))
                        .run(database))
                .hasMessageContaining("there is no table nowhere on the search_path");
        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("public", "seen").addColumn("c", "int"))
                        .run(database))
                .hasMessageContaining("public.seen is neither a table nor a partitioned table");
    }

    @Test
    void add_partitionedTable_reachesAllPartitions(TestDatabase database) throws Exception {
        database.execute("create table part (id int) partition by range (id);"
                + " create table part_1 partition of part for values from (0) to (10)");

        ChangeRun.of(s -> s.table("part").addColumn(Column.named("c", "int").defaultValue("7")))
                .run(database);

        assertThat(database.queryLong("select count(*) from pg_attribute where attname = 'c'"
                        + " and attrelid in ('part'::regclass, 'part_1'::regclass)"))
                .isEqualTo(2);
    }

    @Test
    void add_inTransactionalUpgrade_actsAtOnce(TestDatabase database) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.TRANSACTIONAL, upgrade -> {
                    upgrade.schema().table("dairy_production").addColumn("quality_score", "int");
                    upgrade.handle().execute("update dairy_production set quality_score = id");
                })
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        upgrader.upgrade();

        assertThat(database.queryLong("select sum(quality_score) from dairy_production"))
                .isEqualTo(210);
    }

    @Test
    void add_inTransactionalUpgradeThatIsRefused_leavesNothing(TestDatabase database) {
        DatabaseUpgrader upgrader = CrashedChange.upgrader(
                database.dataSource(),
                UpgradeMode.TRANSACTIONAL,
                s -> s.table("dairy_production").addColumn("c", "nonsense"));
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        String before = SchemaDump.of(database.dataSource()).text();

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STEP_FAILED))
                .hasMessageContaining("type \"nonsense\" does not exist");

        assertThat(SchemaDump.of(database.dataSource()).text()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("io.github.dbupgrader.schema.IndexVariantsTest#names")
    @DisplayName("online 40, upgrades 15: whatever the names, with an empty search_path, and undone again")
    void add_oddNames_andRevert(String schema, String table, String ignored, String column, TestDatabase database)
            throws Exception {
        database.execute("drop schema public cascade");
        database.execute(database.queryText("select format('create schema %1$I; create table %1$I.%2$I (id int)', '"
                + schema + "', '" + table + "')"));
        PGSimpleDataSource nowhere = database.dataSource();
        nowhere.setOptions("-c search_path=");
        ChangeRun change = ChangeRun.of(s -> s.table(schema, table)
                .addColumn(Column.named(column, "int").defaultValue("1").comment("odd")));
        String before = SchemaDump.of(database.dataSource()).text();

        change.run(nowhere);

        assertThat(database.rows("select attname, col_description(attrelid, attnum) from pg_attribute"
                        + " where attnum = 2 and attrelid in (select oid from pg_class where relkind = 'r'"
                        + " and relnamespace::regnamespace::text !~ '^(pg_|information_schema)')"))
                .containsExactly(column + "|odd");
        change.revert(nowhere);
        change.revert(nowhere);
        assertThat(SchemaDump.of(database.dataSource()).text()).isEqualTo(before);
        database.execute(database.queryText("select format('drop schema %I cascade', '" + schema + "')"));
        database.execute("create schema public");
    }

    @Test
    @DisplayName("online 40: a rollback restores the catalogue, and a crash at any statement is survived")
    void add_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(
                        database,
                        TABLE,
                        s -> s.table("dairy_production")
                                .addColumn(Column.named("quality_score", "numeric(4,2)")
                                        .defaultValue("50")
                                        .comment("score")))
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }
}
