package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One database for all of it. */
@DatabaseTest
class DropColumnTest {

    private static final String KEPT = "create table energy (id int primary key, wh int);"
            + " insert into energy select n, n from generate_series(1, 20) n;";

    /** A column with everything that goes with it. */
    private static final String TABLE = KEPT + """
            create table farm (id int primary key);
            alter table energy add kwh int unique, alter kwh set default 0, add constraint small check (kwh < 100), add farm int references farm (id);
            create index by_kwh on energy (kwh);
            create index by_id on energy (id) where kwh > 3;
            create index by_sum on energy ((kwh + wh));
            create statistics both_of_them on wh, kwh from energy;
            create sequence numbers owned by energy.kwh;""";

    private final ChangeRun change = ChangeRun.of(s -> s.table("energy").dropColumn("kwh"));

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

    private static List<String> dependents(
            TestDatabase database, String column, Function<ColumnDependents, List<String>> question) {
        try (Handle handle = Jdbi.create(database.dataSource()).open()) {
            FoundTable table = new ColumnCatalogue(handle, "test").table(TableName.of("energy"));
            return question.apply(new ColumnDependents(handle, table, new Identifier(column)));
        }
    }

    @Test
    @DisplayName(
            "online 42: what goes with the column is told beforehand: indexes, partial ones, statistics, constraints, sequences")
    void goingToo_namesEverything(TestDatabase database) {
        assertThat(dependents(database, "kwh", ColumnDependents::goingToo))
                .containsExactly(
                        "constraint energy_kwh_key on table energy",
                        "constraint small on table energy",
                        "index by_id",
                        "index by_kwh",
                        "index by_sum",
                        "sequence numbers",
                        "statistics object both_of_them");
        assertThat(dependents(database, "farm", ColumnDependents::goingToo))
                .containsExactly("constraint energy_farm_fkey on table energy");
        assertThat(dependents(database, "kwh", ColumnDependents::inTheWay)).isEmpty();
    }

    @Test
    @DisplayName("online 42: indexes go first, each concurrently; then the column with all the rest")
    void drop_freeColumn_isGoneWithAllThatWasItsOwn(TestDatabase database) throws Exception {
        LockedTable writing = LockedTable.byWriter(database, "farm");
        try (writing) {
            change.runPart(database.dataSource(), 1);
        }
        assertThat(database.rows(
                        "select indexrelid::regclass from pg_index where indrelid = 'energy'::regclass order by 1"))
                .containsExactlyInAnyOrder("energy_pkey", "energy_kwh_key");
        change.runPart(database.dataSource(), 1);
        change.runPart(database.dataSource(), 2);
        ChangeRun.of(s -> s.table("energy").dropColumn("farm")).run(database);

        String left = dump(database);
        database.execute("drop table energy;" + KEPT);
        assertThat(left).isEqualTo(dump(database));
    }

    static Stream<Arguments> obstacles() {
        return Stream.of(
                arguments("create view seen as select kwh from energy", "view seen"),
                arguments(
                        "create materialized view kept as select id from energy where kwh > 0",
                        "materialized view kept"),
                arguments("create policy own on energy using (kwh > 0)", "policy own on table energy"),
                arguments(
                        "create function f() returns trigger language plpgsql as 'begin return new; end';"
                                + " create trigger told after update of kwh on energy for each row execute function f()",
                        "trigger told on table energy"),
                arguments(
                        "create table other (kwh int references energy (kwh))",
                        "constraint other_kwh_fkey on table other"),
                arguments(
                        "alter table energy add half int generated always as (kwh / 2) stored",
                        "generated column half of table energy"),
                arguments("create rule told as on insert to farm do also update energy set kwh = 1", "table farm"),
                arguments(
                        "create function total() returns bigint language plpgsql as"
                                + " 'begin return (select sum(KWH) from energy); end'",
                        "the functions total"));
    }

    @ParameterizedTest
    @MethodSource("obstacles")
    @DisplayName(
            "online 42: whatever would need CASCADE, or names the column in its text, stands in the way and is named")
    void drop_neededColumn_isRefused(String obstacle, String name, TestDatabase database) {
        database.execute(obstacle);
        String before = dump(database);

        assertThatThrownBy(() -> change.run(database))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_CHANGE_REFUSED))
                .hasMessageContaining(name);
        assertThatThrownBy(() -> change.runPart(database.dataSource(), 2)).hasMessageContaining(name);

        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    void drop_namedInFunctionThatWasCheckedOrMeansSomethingElse_isDone(TestDatabase database) throws Exception {
        database.execute("""
                create function total() returns text language plpgsql as 'begin return ''kwh of energy''; end';
                create function other() returns text language plpgsql as 'begin return ''kwhs in energy_table''; end'""");

        ChangeRun.of(s -> s.table("energy").dropColumn("kwh", "total")).run(database);

        assertThat(dump(database)).doesNotContain("#0003 kwh");
    }

    @Test
    void drop_missing_isRefused(TestDatabase database) {
        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("energy").dropColumn("nothing"))
                        .run(database))
                .hasMessageContaining("has no column nothing");
    }

    @ParameterizedTest
    @MethodSource("io.github.dbupgrader.schema.IndexVariantsTest#names")
    @DisplayName("upgrades 15: whatever the names, with an empty search_path")
    void drop_oddNames(String schema, String table, String index, String column, TestDatabase database)
            throws Exception {
        database.execute("drop schema public cascade");
        database.execute(
                database.queryText("select format('create schema %1$I; create table %1$I.%2$I (id int, %3$I int);"
                        + " create index %4$I on %1$I.%2$I (%3$I)', '"
                        + String.join("', '", schema, table, column, index) + "')"));
        PGSimpleDataSource nowhere = database.dataSource();
        nowhere.setOptions("-c search_path=");

        ChangeRun.of(s -> s.table(schema, table).dropColumn(column)).run(nowhere);

        assertThat(dump(database)).contains("#0001 id integer").doesNotContain("#0002", "CREATE INDEX");
        database.execute(database.queryText("select format('drop schema %I cascade', '" + schema + "')"));
        database.execute("create schema public");
    }

    @Test
    @DisplayName("a crash at any statement is survived")
    void drop_crashed(TestDatabase database) {
        new CrashedChange(database, TABLE, s -> s.table("energy").dropColumn("kwh")).assertCrashesAreSurvived();
    }
}
