package io.github.dbupgrader.benchmarks.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * The application: two readers of single rows and two writers, who update single rows and sometimes insert one, each with a connection in autocommit, at most 200 statements a
 * second. Statements are prepared once for each release, name their columns, and go on when one fails.
 */
final class Application {

    private static final int READERS = 2;
    private static final int WRITERS = 2;
    private static final long EVERY_NANOS = 5_000_000;

    /** How long it goes on when the work is done, so that what comes late is seen too. */
    private static final long AFTERWARDS_NANOS = 50_000_000;

    /** More than the five executions after which the driver prepares a statement at the server. */
    private static final int WARM = 10;

    private static final int INSERT_EVERY = 10;
    private static final long SEED = 20_261_121;

    private final DataSource dataSource;
    private final long rows;
    private final AtomicLong lastId;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Future<Counts>> parts = new ArrayList<>();
    private volatile Names names;
    private volatile boolean measuring;
    private volatile boolean over;

    private Application(DataSource dataSource, long rows, Names names) {
        this.dataSource = dataSource;
        this.rows = rows;
        this.lastId = new AtomicLong(rows);
        this.names = names;
    }

    /** What is done meanwhile. */
    @FunctionalInterface
    interface Meanwhile {
        void run(Application application) throws Exception;
    }

    /**
     * What the application did and noticed.
     *
     * @param updated how many rows it updated
     * @param inserted how many rows it inserted
     * @param failed how many of its statements failed
     * @param longestRead the longest statement of a reader, in milliseconds
     * @param longestWrite the longest of a writer
     */
    record Counts(long updated, long inserted, long failed, double longestRead, double longestWrite) {

        private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0);

        Counts and(Counts other) {
            return new Counts(
                    updated + other.updated,
                    inserted + other.inserted,
                    failed + other.failed,
                    Math.max(longestRead, other.longestRead),
                    Math.max(longestWrite, other.longestWrite));
        }

        Counts andFailed(long more) {
            return new Counts(updated, inserted, failed + more, longestRead, longestWrite);
        }
    }

    static Counts during(DataSource dataSource, long rows, Names names, Meanwhile work) throws Exception {
        Application application = new Application(dataSource, rows, names);
        ExecutorService threads = Executors.newFixedThreadPool(READERS + WRITERS);
        try {
            application.start(threads);
            work.run(application);
            LockSupport.parkNanos(AFTERWARDS_NANOS);
        } finally {
            application.over = true;
            threads.shutdown();
        }
        Counts all = Counts.NOTHING;
        for (Future<Counts> part : application.parts) {
            all = all.and(part.get());
        }
        return all;
    }

    private void start(ExecutorService threads) throws ExecutionException, InterruptedException {
        for (int i = 0; i < READERS + WRITERS; i++) {
            Worker worker = new Worker(i < READERS, new SplittableRandom(SEED + i), names);
            workers.add(worker);
            parts.add(threads.submit(worker::work));
        }
        awaitEach(worker -> worker.statements >= WARM);
        measuring = true;
    }

    /** {@return what the release that is deployed uses} */
    Names names() {
        return names;
    }

    /** Deploys a release that uses other names, and returns when nothing of the old one runs any more. */
    void use(Names others) throws ExecutionException, InterruptedException {
        names = others;
        awaitEach(worker -> worker.knows.equals(others));
    }

    private void awaitEach(Predicate<Worker> condition) throws ExecutionException, InterruptedException {
        while (!workers.stream().allMatch(condition)) {
            for (Future<Counts> part : parts) {
                if (part.isDone()) {
                    // before its time: it failed, and nothing would be awaited any more
                    part.get();
                }
            }
            LockSupport.parkNanos(EVERY_NANOS);
        }
    }

    /** One thread with its connection. */
    private final class Worker {

        private final boolean reads;
        private final SplittableRandom random;

        /** What its last statement used. */
        private volatile Names knows;

        private volatile long statements;
        private long done;
        private long updated;
        private long inserted;
        private long failed;
        private double longest;

        Worker(boolean reads, SplittableRandom random, Names knows) {
            this.reads = reads;
            this.random = random;
            this.knows = knows;
        }

        Counts work() throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                while (!over) {
                    release(connection, names);
                }
            }
            return new Counts(updated, inserted, failed, reads ? longest : 0, reads ? 0 : longest);
        }

        private void release(Connection connection, Names used) throws SQLException {
            String main = reads
                    ? "select customer, amount, " + used.counter() + " from " + used.read() + " where id = ?"
                    : "update " + used.write() + " set " + used.counter() + " = " + used.counter()
                            + " + 1 where id = ?";
            try (PreparedStatement statement = connection.prepareStatement(main);
                    PreparedStatement insert = connection.prepareStatement("insert into " + used.write()
                            + " (id, customer, ordered_at, amount, number, " + used.counter()
                            + ") values (?, 1, now(), 1, ?, 0)")) {
                while (!over && used.equals(names)) {
                    once(statement, insert);
                    knows = used;
                    LockSupport.parkNanos(EVERY_NANOS);
                }
            }
        }

        private void once(PreparedStatement statement, PreparedStatement insert) {
            boolean counts = measuring;
            long start = System.nanoTime();
            try {
                if (reads) {
                    read(statement);
                } else if (done % INSERT_EVERY == 0) {
                    long id = lastId.incrementAndGet();
                    insert.setLong(1, id);
                    insert.setLong(2, id);
                    inserted += insert.executeUpdate();
                } else {
                    statement.setLong(1, random.nextLong(1, rows + 1));
                    updated += statement.executeUpdate();
                }
            } catch (SQLException e) {
                failed++;
            }
            if (counts) {
                longest = Math.max(longest, (System.nanoTime() - start) / 1e6);
            }
            done++;
            statements = done;
        }

        private void read(PreparedStatement select) throws SQLException {
            select.setLong(1, random.nextLong(1, rows + 1));
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the row is not there");
                }
            }
        }
    }
}
