package io.github.dbupgrader.schema;

import static io.github.dbupgrader.schema.SyncedTable.columns;
import static io.github.dbupgrader.schema.SyncedTable.constant;
import static io.github.dbupgrader.schema.SyncedTable.function;
import static io.github.dbupgrader.schema.SyncedTable.rename;
import static io.github.dbupgrader.schema.SyncedTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The compare trigger under every way to write a row. One database for all of it. */
@DatabaseTest
class SyncWritesTest {

    @BeforeAll
    static void database(TestDatabase shared) {}

    @ParameterizedTest
    @DisplayName("online 30: upserts, writes from other triggers and RETURNING give synced rows")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "insert into t (id, o) values (1, 'b') on conflict (id) do update set o = excluded.o; b|b",
                "insert into t (id, n) values (1, 'b') on conflict (id) do update set n = excluded.n; b|b",
                "insert into t (id, n) values (1, 'b') on conflict (id) do update set o = excluded.n; b|b",
                "insert into t (id, n) values (1, 'b') on conflict do nothing;                        a|a",
                "with w as (update t set n = 'b' returning o) insert into t (id, o) select 2, o || 'c' from w; b|b bc|bc",
                "update side set o = 'b';                                                             b|b"
            })
    void write_otherWays(String write, String after, TestDatabase database) {
        rename(database);
        database.execute(
                "drop table if exists side cascade; create table side (o text unique);"
                        + "insert into side values ('a'); create or replace function write_t() returns trigger language plpgsql as"
                        + " 'begin update public.t set n = new.o; return new; end'; create trigger w after update on side for each row execute function write_t()");
        row(database, "'a', 'a'");

        database.execute(write);

        assertThat(columns(database)).isEqualTo(after);
    }

    @Test
    @DisplayName("online 30: COPY by either name gives synced rows")
    void write_copy(TestDatabase database) throws SQLException, IOException {
        rename(database);
        try (Connection connection = database.connect()) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            copy.copyIn("copy t (id, o) from stdin", new StringReader("1\ta\n"));
            copy.copyIn("copy t (id, n) from stdin", new StringReader("2\tb\n"));
        }

        assertThat(columns(database)).isEqualTo("a|a b|b");
    }

    @ParameterizedTest
    @DisplayName("online 30: MERGE by either name gives synced rows, where the server has it")
    @ValueSource(strings = {"o", "n"})
    void write_merge(String column, TestDatabase database) {
        rename(database);
        row(database, "'a', 'a'");
        String merge = "merge into t using (values (1, 'b'), (2, 'c')) v (id, x) on t.id = v.id"
                + " when matched then update set " + column + " = v.x"
                + " when not matched then insert (id, " + column + ") values (v.id, v.x)";

        if (database.serverVersion() >= 15) {
            database.execute(merge);
            assertThat(columns(database)).isEqualTo("b|b c|c");
        } else {
            assertThatThrownBy(() -> database.execute(merge)).hasStackTraceContaining("syntax error");
        }
    }

    @Test
    @DisplayName("online 30: ON UPDATE CASCADE reaches both columns")
    void write_cascade(TestDatabase database) {
        rename(database);
        database.execute(
                "drop table if exists side cascade; create table side (o text unique); insert into side values ('a');"
                        + "alter table t add foreign key (o) references side (o) on update cascade");
        row(database, "'a', 'a'");

        database.execute("update side set o = 'b'");

        assertThat(columns(database)).isEqualTo("b|b");
    }

    @Test
    @DisplayName(
            "online 31: what another BEFORE trigger makes of the old column is carried over, because ours sorts last")
    void write_changedByAnotherTrigger(TestDatabase database) {
        rename(database);
        database.execute(
                "create or replace function low() returns trigger language plpgsql as 'begin new.o = lower(new.o); return new; end';"
                        + "create trigger zzz before insert or update on t for each row execute function low();"
                        + "insert into t (id, o) values (1, 'ABC'); update t set note = 'x'; update t set o = 'DEF'");

        assertThat(columns(database)).isEqualTo("def|def");
    }

    @Test
    @DisplayName("online 32: the user's AFTER triggers fire as often as before, and the number of rows is the same")
    void write_firesOnce(TestDatabase database) {
        rename(database);
        database.execute("drop table if exists fired; create table fired (at int);"
                + "create or replace function fire() returns trigger language plpgsql as 'begin insert into public.fired values (1); return null; end';"
                + "create trigger f after update on t for each row execute function fire();"
                + "insert into t (id, o) values (1, 'a'), (2, 'b')");

        assertThat(database.queryLong("with w as (update t set o = 'c' returning 1) select count(*) from w"))
                .isEqualTo(2);
        assertThat(database.queryLong("select count(*) from fired")).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "online 33: a write with session_replication_role = replica is not carried over, and shows as a difference")
    void write_replicaRole_isADifference(TestDatabase database) {
        SyncTrigger trigger = rename(database);
        row(database, "'a', 'a'");
        assertThat(database.queryLong("select count(*) from t where " + trigger.differs()))
                .isZero();

        database.execute("set session_replication_role = replica; update t set o = 'b'");

        assertThat(columns(database)).isEqualTo("b|a");
        assertThat(database.queryLong("select count(*) from t where " + trigger.differs()))
                .isEqualTo(1);
    }

    @Test
    @DisplayName(
            "online 36: a role without any right on the function, and with an empty search_path, writes through it")
    void write_plainRole(TestDatabase database) {
        rename(database, "text", constant("'d'::text"), ConflictPolicy.NEW_WINS);
        String role = database.role("writer");
        database.execute("grant insert, update, select on t to " + role + "; grant usage on schema public to " + role);

        try (var connection = database.dataSource(role).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set search_path to ''; insert into public.t (id, n) values (1, 'a')");
            statement.execute("update public.t set o = 'b'");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }

        assertThat(columns(database)).isEqualTo("b|b");
        assertThat(database.queryText("select has_function_privilege('" + role + "', 'public." + function(database)
                        + "()', 'execute')"))
                .isEqualTo("f");
    }
}
