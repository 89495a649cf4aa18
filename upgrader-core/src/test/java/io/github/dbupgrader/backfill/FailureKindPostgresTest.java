package io.github.dbupgrader.backfill;

import static io.github.dbupgrader.backfill.FailureKind.DATA;
import static io.github.dbupgrader.backfill.FailureKind.DEFINITION;
import static io.github.dbupgrader.backfill.FailureKind.INFRASTRUCTURE;
import static io.github.dbupgrader.backfill.FailureKind.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;

/** What a failure is taken for, with failures of a real server. */
@DatabaseTest
class FailureKindPostgresTest {

    private static TestDatabase database;

    /** One database for all, which no test changes but by a column. */
    @BeforeAll
    static void cows(TestDatabase given) {
        database = given;
        database.execute("create table cow (id int primary key, litres int check (litres < 100), note text);"
                + " insert into cow select n, n, n from generate_series(1, 10) n;"
                + " create table locked as select 1 as id;"
                + " create view milk as select litres, count(*) as cows from cow group by litres");
    }

    static Stream<Arguments> statements() {
        return Stream.of(
                Arguments.of("update cow set litres = 1 / (id - 5)", "22012", DATA),
                Arguments.of("update cow set litres = 100 where id = 3", "23514", DATA),
                Arguments.of("update cow set id = 1", "23505", DATA),
                Arguments.of("update cow set litres = (note || 'x')::int", "22P02", DATA),
                Arguments.of("do $$begin raise 'no'; end$$", "P0001", DATA),
                Arguments.of("update cow set liters = 1", "42703", DEFINITION),
                Arguments.of("update bull set id = 1", "42P01", DEFINITION),
                Arguments.of("create table nowhere.cow ()", "3F000", DEFINITION),
                Arguments.of("update cow set", "42601", DEFINITION),
                Arguments.of("update milk set cows = 1", "55000", DEFINITION),
                Arguments.of("vacuum cow", "25001", DEFINITION),
                Arguments.of("do $$begin commit; end$$", "2D000", DEFINITION),
                Arguments.of("set local statement_timeout = '20ms'; select pg_sleep(20)", "57014", TIMEOUT),
                Arguments.of("set local lock_timeout = '20ms'; update locked set id = 2", "55P03", INFRASTRUCTURE),
                Arguments.of("set local transaction_read_only = on; update cow set id = 2", "25006", INFRASTRUCTURE),
                Arguments.of("select pg_cancel_backend(pg_backend_pid()), pg_sleep(20)", "57014", INFRASTRUCTURE),
                Arguments.of("select pg_terminate_backend(pg_backend_pid()), pg_sleep(20)", "57P01", INFRASTRUCTURE));
    }

    @ParameterizedTest
    @MethodSource("statements")
    @DisplayName("backfill 64, 65, 78: failures of one statement in a transaction")
    void of_statement(String sql, String state, FailureKind kind) throws SQLException {
        try (Connection holder = database.connect();
                Connection connection = database.connect()) {
            holder.setAutoCommit(false);
            update(holder, "update locked set id = 3");
            connection.setAutoCommit(false);

            Throwable failure = catchThrowable(() -> update(connection, sql));

            assertThat(failure)
                    .isInstanceOfSatisfying(
                            PSQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo(state));
            assertThat(FailureKind.of(failure)).isEqualTo(kind);
        }
    }

    @Test
    @DisplayName("backfill 64: the victim of a deadlock is retried")
    void of_deadlock_isInfrastructure() throws SQLException {
        try (Connection one = database.connect();
                Connection other = database.connect()) {
            one.setAutoCommit(false);
            other.setAutoCommit(false);
            update(one, "update cow set litres = 1 where id = 1");
            update(other, "update cow set litres = 1 where id = 2");
            CompletableFuture<Throwable> waiting =
                    CompletableFuture.supplyAsync(() -> failure(one, "update cow set litres = 1 where id = 2"));
            database.awaitBlocked(TestDatabase.pid(one));
            Throwable here = failure(other, "update cow set litres = 1 where id = 1");
            other.rollback();
            Throwable there = waiting.join();

            assertThat(Stream.of(here, there).filter(PSQLException.class::isInstance))
                    .singleElement()
                    .satisfies(e -> assertThat(FailureKind.of(e)).isEqualTo(INFRASTRUCTURE))
                    .satisfies(e -> assertThat(e).hasMessageContaining("deadlock"));
        }
    }

    @Test
    @DisplayName(
            "backfill 64: a column that changed its type under a prepared statement is retried, as the next try prepares anew")
    void of_cachedPlan_isInfrastructure() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement("select * from cow")) {
                for (int i = 0; i < 10; i++) {
                    select.executeQuery().close();
                }
                connection.commit();
                database.execute("alter table cow add column name text");
                // a statement before, because the driver prepares the first one of a transaction anew by itself
                update(connection, "select 1");

                Throwable failure = catchThrowable(select::executeQuery);

                assertThat(failure)
                        .isInstanceOfSatisfying(
                                PSQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("0A000"));
                assertThat(FailureKind.of(failure)).isEqualTo(INFRASTRUCTURE);
            }
        }
    }

    @Test
    @DisplayName("backfill 64: a right that the role lacks is a mistake of the definition")
    void of_missingRight_isDefinition() throws SQLException {
        try (Connection plain = database.dataSource(database.role("plain")).getConnection()) {
            Throwable failure = failure(plain, "update cow set litres = 1");

            assertThat(FailureKind.of(failure)).isEqualTo(DEFINITION);
            assertThat(failure).hasMessageContaining("permission denied");
        }
    }

    @Test
    @DisplayName("backfill 64: a pool without a connection is retried")
    void of_emptyPool_isInfrastructure() throws SQLException {
        HikariDataSource pool = database.pool(1);
        pool.setConnectionTimeout(250);
        try (Connection only = pool.getConnection()) {
            Throwable failure = catchThrowable(pool::getConnection);

            assertThat(only.isValid(1)).isTrue();
            assertThat(failure).isInstanceOf(SQLException.class);
            assertThat(FailureKind.of(failure)).isEqualTo(INFRASTRUCTURE);
        }
    }

    @Test
    @DisplayName("backfill 78: a server that is not there is retried")
    void of_noServer_isInfrastructure() {
        var nobody = database.dataSource();
        nobody.setServerNames(new String[] {"localhost"});
        nobody.setPortNumbers(new int[] {1});

        assertThat(FailureKind.of(catchThrowable(nobody::getConnection))).isEqualTo(INFRASTRUCTURE);
    }

    private static Throwable failure(Connection connection, String sql) {
        return catchThrowable(() -> update(connection, sql));
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
