package io.github.dbupgrader.metrics.store;

import static io.github.dbupgrader.metrics.store.StoreFixture.ORGANIZATION;
import static io.github.dbupgrader.metrics.store.StoreFixture.USER;
import static io.github.dbupgrader.metrics.store.StoreFixture.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the transactions of the store lock, and what they say when the session ends. */
@DatabaseTest
class StoreTransactionsPostgresTest {

    @Test
    @DisplayName(
            "metrics 50: metrics are locked in the order of their keys, which is not the order that Java gives them")
    void updateStatus_locksInTheOrderOfTheKeys(TestDatabase database) throws Exception {
        StoreFixture fixture = new StoreFixture(database);
        MetricStore store = fixture.store();
        UUID first = store.create(example(1)).id();
        UUID last = new UUID(-1, -1);
        store.create(
                new NewMetric(last, "last.yml", ORGANIZATION, USER, example(3).definition()));
        assertThat(last).as("to Java").isLessThan(first);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from metric_files where id = '" + last + "' for update");
            Future<?> update =
                    executor.submit(() -> store.updateStatus(USER, List.of(last, first), Verification.VERIFIED));
            database.awaitSomeoneBlocked();

            assertThatThrownBy(() ->
                            statement.execute("select from metric_files where id = '" + first + "' for update nowait"))
                    .as("it waits for the last one, so it has the first one")
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));

            other.rollback();
            update.get();
        } finally {
            executor.shutdownNow();
        }
        assertThat(store.get(USER, first).verification()).isEqualTo(Verification.VERIFIED);
        assertThat(store.get(USER, last).verification()).isEqualTo(Verification.VERIFIED);
    }

    @Test
    @DisplayName(
            "metrics 43: where the session ends, its reason is told, and that nobody knows what became of the change")
    void run_whoseSessionEnds_tellsTheReason(TestDatabase database) {
        Transactions transactions = new Transactions(database.dataSource());

        assertThatThrownBy(() -> transactions.run("update metric 1", connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.execute("select pg_terminate_backend(pg_backend_pid())");
                    }
                }))
                .isInstanceOfSatisfying(MetricException.class, e -> {
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    SQLException.class,
                                    cause -> assertThat(cause.getSQLState())
                                            .as("not that the connection is closed")
                                            .isIn("57P01", "08006"));
                    assertThat(e.fix()).contains("may have been made");
                });
    }
}
