package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.schema.Impact.Dependent;
import io.github.dbupgrader.schema.Impact.Surroundings;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What is found in a database about a change. */
@DatabaseTest
class ImpactTest {

    @Test
    @DisplayName(
            "online 42: whatever depends on a column is found in the catalogue and in the text of functions, and who is connected")
    void impact_ofAColumn_listsWhatDependsOnIt(TestDatabase database) throws Exception {
        database.execute("""
                create table device (id int primary key);
                create table reading (id int primary key, wh int unique check (wh > 0), "Größe" int, device_id int references device,
                  twice int generated always as (wh * 2) stored);
                create index "wh idx" on reading (wh, id); create statistics wh_stats on wh, id from reading;
                create table other (wh int references reading (wh));
                create view v_wh as select wh from reading; create view v_size as select "Größe" from reading;
                create materialized view m_wh as select sum(wh) from reading;
                create policy only_positive on reading using (wh > 0);
                create function note() returns trigger language plpgsql as 'begin new.wh := abs(new.wh); return new; end';
                create trigger noted before update on reading for each row execute function note();
                create trigger on_wh after update of wh on reading for each row execute function note();
                create function total() returns bigint language plpgsql as 'begin return (select sum(WH) from reading); end';
                create function unrelated() returns int language sql as 'select 1 as wh';
                create type unit as enum ('Wh'); create table priced (u unit);
                insert into reading select n, n from generate_series(1, 500) n; analyze reading""");
        database.execute(
                "create function exact() returns bigint language sql begin atomic select sum(wh) from reading; end");
        PGSimpleDataSource api = database.dataSource();
        api.setApplicationName("energy-api/1.2.0");

        try (Connection user = api.getConnection();
                Connection idle = api.getConnection()) {
            user.setAutoCommit(false);
            user.createStatement()
                    .executeQuery("select wh from reading where id = 1")
                    .next();
            Surroundings column = SchemaChanges.table("reading")
                    .dropColumn("wh")
                    .impact(database.dataSource())
                    .surroundings();

            assertThat(column.object()).hasValueSatisfying(object -> {
                assertThat(object.kind() + " " + object.name()).isEqualTo("table column public.reading.wh");
                assertThat(object.rows()).contains(500L);
                assertThat(object.bytes()).isPositive().isLessThan(1_000_000);
            });
            assertThat(column.dependents())
                    .extracting(Dependent::kind, Dependent::name, Dependent::byText)
                    .containsExactlyInAnyOrder(
                            tuple("check", "reading_wh_check on public.reading", false),
                            tuple("foreign key", "other_wh_fkey on public.other", false),
                            tuple("function", "public.note()", true),
                            tuple("function", "public.exact()", false),
                            tuple("function", "public.total()", true),
                            tuple("index", "public.\"wh idx\"", false),
                            tuple("materialized view", "public.m_wh", false),
                            tuple("policy", "only_positive on public.reading", false),
                            tuple("statistics object", "public.wh_stats", false),
                            tuple("table column", "public.reading.twice", false),
                            tuple("trigger", "on_wh on public.reading", false),
                            tuple("unique constraint", "reading_wh_key on public.reading", false),
                            tuple("view", "public.v_wh", false));
            assertThat(column.clients())
                    .filteredOn(client -> client.applicationName().equals("energy-api/1.2.0"))
                    .singleElement()
                    .satisfies(client -> {
                        assertThat(client.sessions()).isEqualTo(2);
                        assertThat(client.atTheTable()).isEqualTo(1);
                    });
            assertThat(idle.isClosed()).isFalse();
            user.rollback();
        }
        assertThat(SchemaChanges.dropTable("reading")
                        .impact(database.dataSource())
                        .surroundings()
                        .dependents())
                .extracting(Dependent::name)
                .contains(
                        "public.v_size",
                        "public.v_wh",
                        "noted on public.reading",
                        "reading_device_id_fkey on public.reading",
                        "other_wh_fkey on public.other")
                .doesNotContain("public.unrelated()", "public.reading.twice");
        assertThat(SchemaChanges.addEnumValue("unit", "MWh")
                        .impact(database.dataSource())
                        .surroundings()
                        .dependents())
                .containsExactly(new Dependent("table column", "public.priced.u", false));
        assertThat(SchemaChanges.table("nowhere")
                        .dropColumn("wh")
                        .impact(database.dataSource())
                        .toText())
                .contains("  here        nothing yet");
    }

    @Test
    @DisplayName("a partitioned table is as large as its partitions together")
    void impact_ofAPartitionedTable_addsUpItsPartitions(TestDatabase database) {
        database.execute("create table reading (id int) partition by range (id);"
                + " create table low partition of reading for values from (0) to (100);"
                + " create table high partition of reading for values from (100) to (1000); analyze reading");
        SchemaChange drop = SchemaChanges.dropTable("reading");
        assertThat(drop.impact(database.dataSource()).surroundings().object())
                .hasValueSatisfying(object -> assertThat(object.bytes()).isZero());

        database.execute("insert into reading select n from generate_series(0, 999) n; analyze reading");

        assertThat(drop.impact(database.dataSource()).surroundings().object()).hasValueSatisfying(object -> {
            assertThat(object.rows()).contains(1000L);
            assertThat(object.bytes()).isBetween(2 * 8192L, 20 * 8192L);
        });
    }

    /** Lends one connection, and takes it back as a pool does: without closing it. */
    private static DataSource lending(Connection connection) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (pool, asked, none) -> asked.getName().equals("getConnection") ? unclosed(connection) : null);
    }

    private static Connection unclosed(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, args) -> method.getName().equals("close") ? null : method.invoke(connection, args));
    }

    @Test
    @DisplayName(
            "a connection without autocommit goes back without a transaction, and one whose transaction is under way keeps it")
    void impact_connectionWithoutAutocommit_goesBackAsItWas(TestDatabase database) throws SQLException {
        database.execute("create table reading (id int primary key, wh int)");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);

            SchemaChanges.dropTable("reading").impact(lending(connection));

            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(database.queryText(
                            "select state from pg_stat_activity where pid = " + TestDatabase.pid(connection)))
                    .isEqualTo("idle");

            statement.execute("insert into reading values (1, 1)");
            SchemaChanges.dropTable("reading").impact(lending(connection));
            connection.commit();
            assertThat(database.queryLong("select count(*) from reading")).isEqualTo(1);
        }
    }

    @Test
    void impact_ofADatabaseThatCannotBeRead_isAnError(TestDatabase database) {
        PGSimpleDataSource nowhere = database.dataSource();
        nowhere.setDatabaseName("no_such_database");

        assertThatThrownBy(() -> SchemaChanges.dropTable("reading").impact(nowhere))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_ERROR));
    }
}
