package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.function.Consumer;
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
class ChangeDefaultTest {

    private static final String TABLE = """
            create table energy (id int primary key, kwh int, source text default 'meter', at timestamptz default now());
            insert into energy (id) select n from generate_series(1, 3) n;""";

    @BeforeAll
    static void database(TestDatabase shared) {}

    @BeforeEach
    void table(TestDatabase database) {
        database.execute(
                "drop schema if exists side cascade; drop schema public cascade; create schema public;" + TABLE);
    }

    private static void change(TestDatabase database, Consumer<Table> change) throws Exception {
        ChangeRun.of(s -> change.accept(s.table("energy"))).run(database);
    }

    private static String defaultOf(TestDatabase database, String column) {
        return database.queryText("select column_default from information_schema.columns where table_name = 'energy'"
                + " and column_name = '" + column + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "(random() * 10)::int", "1 -- new rows only"})
    void set_whereThereIsNone_isForNewRows(String sql, TestDatabase database) throws Exception {
        change(database, t -> t.setDefault("kwh", sql));
        database.execute("insert into energy values (9)");

        assertThat(database.queryLong("select count(kwh) from energy")).isEqualTo(1);
    }

    @Test
    void change_formerDefaultWrittenDifferently_isRecognised(TestDatabase database) throws Exception {
        change(database, t -> t.changeDefault("source", "'meter'::text", "'hand'"));
        change(database, t -> t.changeDefault("at", "NOW( )", "clock_timestamp()"));

        assertThat(defaultOf(database, "source")).isEqualTo("'hand'::text");
        assertThat(defaultOf(database, "at")).isEqualTo("clock_timestamp()");
    }

    @Test
    void drop_formerDefault_isGone(TestDatabase database) throws Exception {
        change(database, t -> t.dropDefault("source", "'meter'"));

        assertThat(defaultOf(database, "source")).isEqualTo("null");
    }

    @Test
    void change_otherDefaultThanDeclared_isRefused(TestDatabase database) {
        String before = SchemaDump.of(database.dataSource()).text();

        assertThatThrownBy(() -> change(database, t -> t.setDefault("source", "'x'")))
                .hasMessageContaining("the column's default is 'meter'::text, and the change was declared for none");
        assertThatThrownBy(() -> change(database, t -> t.changeDefault("source", "'x'", "'y'")))
                .hasMessageContaining("declared for 'x'::text");
        assertThatThrownBy(() -> change(database, t -> t.dropDefault("kwh", "1")))
                .hasMessageContaining("the column's default is none, and the change was declared for 1");
        assertThatThrownBy(() -> change(database, t -> t.setDefault("nothing", "1")))
                .hasMessageContaining("has no column nothing");

        assertThat(SchemaDump.of(database.dataSource()).text()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("io.github.dbupgrader.schema.IndexVariantsTest#names")
    @DisplayName("online 40, upgrades 15: whatever the names, with an empty search_path, and undone again")
    void change_oddNames_andRevert(String schema, String table, String ignored, String column, TestDatabase database)
            throws Exception {
        database.execute("drop schema public cascade");
        database.execute(
                database.queryText("select format('create schema %1$I; create table %1$I.%2$I (%3$I int default 1)', '"
                        + schema + "', '" + table + "', '" + column + "')"));
        PGSimpleDataSource nowhere = database.dataSource();
        nowhere.setOptions("-c search_path=");
        ChangeRun odd = ChangeRun.of(s -> s.table(schema, table).changeDefault(column, "1", "2"));
        String before = SchemaDump.of(database.dataSource()).text();

        odd.run(nowhere);

        assertThat(SchemaDump.of(database.dataSource()).text()).contains("integer default 2");
        odd.revert(nowhere);
        assertThat(SchemaDump.of(database.dataSource()).text()).isEqualTo(before);
        database.execute(database.queryText("select format('drop schema %I cascade', '" + schema + "')"));
        database.execute("create schema public");
    }

    @Test
    @DisplayName("online 40: a rollback restores the catalogue, and a crash at any statement is survived")
    void change_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(database, TABLE, s -> {
                    s.table("energy").setDefault("kwh", "1");
                    s.table("energy").changeDefault("at", "now()", "clock_timestamp()");
                    s.table("energy").dropDefault("source", "'meter'");
                })
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }
}
