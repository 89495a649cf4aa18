package io.github.dbupgrader.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches, while a statement waits, which sessions it waits for.
 *
 * <p>It looks about 20 times a second through a second connection, if the pool gives one, and keeps the last sessions
 * that it saw. Neither creating nor closing it waits for the pool. What goes wrong is told by {@link #problem()} and
 * never thrown, because this is about explaining a failure, not about causing one. One sampler may watch over many
 * tries: while nothing waits, a look costs the server next to nothing.
 *
 * <p>Thread-safe. Public for the library's other packages; not API.
 */
public final class BlockerSampler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BlockerSampler.class);
    private static final Duration PATIENCE_WITH_POOL = Duration.ofHours(1);
    private static final long PERIOD_MILLIS = 50;
    private static final long CLOSING_MILLIS = 1_000;

    private final PromptConnection second;
    private final int blockedPid;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile List<BlockingSession> last = List.of();
    private volatile @Nullable String problem;
    private volatile @Nullable Connection working;

    private BlockerSampler(DataSource dataSource, int blockedPid) {
        this.blockedPid = blockedPid;
        this.second = PromptConnection.ask(dataSource);
        this.thread = new Thread(this::watch, "upgrader-blocker-sampler");
        thread.setDaemon(true);
    }

    /**
     * {@return a sampler that is at work}
     *
     * @param dataSource where the second connection comes from
     * @param blockedPid the server process that may come to wait
     */
    public static BlockerSampler start(DataSource dataSource, int blockedPid) {
        BlockerSampler sampler = new BlockerSampler(dataSource, blockedPid);
        sampler.thread.start();
        return sampler;
    }

    /** {@return the last sessions that it saw somebody wait for; none if it saw none} */
    public List<BlockingSession> last() {
        return last;
    }

    /** {@return why it could not look; empty if it could, or if the connection has not come yet} */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Ends it within about a second; the connection goes back, or, if it does not answer, is broken off. */
    @Override
    public void close() {
        closed.countDown();
        Connection busy = working;
        if (busy == null) {
            // Either it waits for the pool, or it is just about to begin and will see that it is closed.
            second.close();
            return;
        }
        try {
            thread.join(CLOSING_MILLIS);
            if (thread.isAlive()) {
                busy.abort(Runnable::run);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.debug("the sampler's connection could not be broken off", e);
        }
    }

    private void watch() {
        try (second) {
            Optional<Connection> arrived = second.await(PATIENCE_WITH_POOL);
            if (arrived.isPresent()) {
                working = arrived.get();
                watch(arrived.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            if (closed.getCount() > 0) {
                problem = "SQLSTATE " + e.getSQLState() + ", " + e.getMessage();
                LOG.debug("no look at the sessions that hold locks", e);
            }
        }
    }

    private void watch(Connection connection) throws SQLException, InterruptedException {
        boolean autoCommit = connection.getAutoCommit();
        // In a transaction every look would show the state at the first one, and hold a snapshot.
        connection.setAutoCommit(true);
        try {
            do {
                List<BlockingSession> now = BlockingSessions.of(connection, blockedPid);
                last = now.isEmpty() ? last : now;
            } while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }
}
