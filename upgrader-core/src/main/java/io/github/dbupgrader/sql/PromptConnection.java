package io.github.dbupgrader.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second connection that nobody has to wait for.
 *
 * <p>A daemon thread asks for it, since a pool that has none left may let its caller wait for half a minute. Once
 * {@linkplain #close() closed}, nothing of it is left: a connection that has arrived is closed, one that arrives later
 * is closed at once, and a pool that listens to interruption stops looking for one.
 */
final class PromptConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PromptConnection.class);

    private final CompletableFuture<Connection> arrival = new CompletableFuture<>();
    private final Thread thread;

    private PromptConnection(DataSource dataSource) {
        this.thread = new Thread(() -> fetch(dataSource), "upgrader-second-connection");
        thread.setDaemon(true);
    }

    /** Begins to ask for a connection. */
    static PromptConnection ask(DataSource dataSource) {
        PromptConnection prompt = new PromptConnection(dataSource);
        prompt.thread.start();
        return prompt;
    }

    /**
     * {@return the connection, which stays this object's to close; empty if it has not come in time}
     *
     * @param patience how long to wait for it
     * @throws InterruptedException if the waiting thread is interrupted
     * @throws SQLException if there is none to be had
     */
    Optional<Connection> await(Duration patience) throws InterruptedException, SQLException {
        try {
            return Optional.of(arrival.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException sql ? sql : new SQLException(e.getCause());
        }
    }

    @Override
    public void close() {
        if (arrival.cancel(false)) {
            thread.interrupt();
        } else if (!arrival.isCancelled() && !arrival.isCompletedExceptionally()) {
            closeQuietly(arrival.join());
        }
    }

    private void fetch(DataSource dataSource) {
        try {
            Connection connection = dataSource.getConnection();
            if (!arrival.complete(connection)) {
                // The interruption was meant for the pool; a connection closed under it might be thrown away.
                boolean interrupted = Thread.interrupted();
                LOG.debug("a second connection came too late interrupted={}", interrupted);
                closeQuietly(connection);
            }
        } catch (SQLException | RuntimeException e) {
            arrival.completeExceptionally(e);
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a second connection could not be closed", e);
        }
    }
}
