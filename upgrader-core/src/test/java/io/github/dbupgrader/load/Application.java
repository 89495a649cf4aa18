package io.github.dbupgrader.load;

import io.github.dbupgrader.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.jdbc.AutoSave;

/**
 * A {@link Service} that inserts, updates, deletes and reads rows of {@code reading} which are its own, and keeps a ledger of them. One thread works in autocommit, one in transactions.
 */
final class Application implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int APPLICATIONS = 2;
    private static final long FIRST_NEW = 1_000_000_000L;

    private final int number;
    private final int rows;
    private final Map<Long, Optional<Long>> ledger = new ConcurrentHashMap<>();
    private final Service service;
    private volatile Sql sql;

    /**
     * @param number 0 or 1: which of the rows are its own
     * @param rows how many are there, with their id as their number
     */
    Application(TestDatabase database, String name, int number, int rows, Sql sql, AutoSave autosave) {
        this.number = number;
        this.rows = rows;
        this.sql = sql;
        this.service = Service.start(database, name, autosave, List.of(worker(0), worker(1)));
    }

    Service service() {
        return service;
    }

    /** {@return what it has written, by id; empty for a row that it has deleted} */
    Map<Long, Optional<Long>> ledger() {
        return ledger;
    }

    /** Lets it speak otherwise, and returns when all of it does. */
    void speaks(Sql other) {
        sql = other;
        service.works(2);
    }

    private Session.Round worker(int thread) {
        int worker = number * THREADS + thread;
        Random random = new Random(worker);
        return (session, round) -> {
            long young = FIRST_NEW * (worker + 1) + round;
            long old = 1 + worker + (long) APPLICATIONS * THREADS * random.nextInt(rows / (APPLICATIONS * THREADS));
            if (thread == 0) {
                round(session, sql, young, old, round);
            } else {
                Sql now = sql;
                session.inTransaction(() -> round(session, now, young, old, round));
            }
            ledger.put(young, Optional.of(round + 1));
            ledger.put(old, Optional.of(round));
            if (round % 5 == 4) {
                sql.delete(session, young - 2);
                ledger.put(young - 2, Optional.empty());
            }
        };
    }

    private void round(Session session, Sql now, long young, long old, long round) throws SQLException {
        now.insert(session, young, round);
        now.upsert(session, young, round + 1);
        now.requireMain(session, old, ledger.getOrDefault(old, Optional.of(old)).orElseThrow());
        now.update(session, old, round);
        now.touch(session, old);
        now.requireAll(session, young, round + 1);
        now.requireAll(session, old, round);
        now.doAlso(session, young, round + 1);
    }

    @Override
    public void close() {
        service.close();
    }
}
