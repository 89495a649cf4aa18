package io.github.dbupgrader.load;

import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.AutoSave;

/**
 * An application in one version at full speed: threads with a session each, whose {@code application_name} says who it is. It bears no error: the first statement that fails, and the first answer that is
 * not the expected one, ends its thread, and every call of this class says so from then on.
 */
public final class Service implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final String name;
    private final List<AtomicLong> rounds = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    private Service(String name) {
        this.name = name;
    }

    /**
     * Starts it, and returns when each of its threads has worked.
     *
     * @param name {@code service/version}
     * @param work what each thread does
     */
    public static Service start(TestDatabase database, String name, Session.Round... work) {
        return start(database, name, AutoSave.NEVER, List.of(work));
    }

    static Service start(TestDatabase database, String name, AutoSave autosave, List<Session.Round> work) {
        PGSimpleDataSource dataSource = database.dataSource();
        dataSource.setApplicationName(name);
        dataSource.setPrepareThreshold(5);
        dataSource.setAutosave(autosave);
        Service service = new Service(name);
        for (Session.Round round : work) {
            AtomicLong done = new AtomicLong();
            service.rounds.add(done);
            service.threads.add(new Thread(() -> service.work(dataSource, round, done), name));
        }
        service.threads.forEach(Thread::start);
        service.works(1);
        return service;
    }

    private void work(PGSimpleDataSource dataSource, Session.Round round, AtomicLong done) {
        try (Connection connection = dataSource.getConnection()) {
            Session session = new Session(connection);
            sessions.add(session);
            while (!stopped && failure.get() == null) {
                round.run(session, done.get());
                done.incrementAndGet();
            }
        } catch (SQLException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Returns when each of its threads has done that much more. */
    public void works(long more) {
        List<Long> wanted = rounds.stream().map(done -> done.get() + more).toList();
        Awaitility.await(name + " works")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    requireNoFailure();
                    for (int i = 0; i < wanted.size(); i++) {
                        if (rounds.get(i).get() < wanted.get(i)) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /** Lets its threads end the round that they are in, and returns when all are gone. */
    public void stop() {
        close();
        requireNoFailure();
    }

    /** {@return how much it has done} */
    public long rounds() {
        return rounds.stream().mapToLong(AtomicLong::get).sum();
    }

    /** {@return its statement that took longest, as text for people} */
    public String longestStall() {
        return sessions.stream()
                .max(Comparator.comparing(Session::longestNanos))
                .map(s -> String.format(
                        Locale.ROOT, "%d ms (%s)", TimeUnit.NANOSECONDS.toMillis(s.longestNanos()), s.longestSql()))
                .orElse("none");
    }

    String name() {
        return name;
    }

    private void requireNoFailure() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new AssertionError(name + " noticed: " + cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while " + name + " ends", e);
            }
            if (thread.isAlive()) {
                throw new IllegalStateException(name + " does not end");
            }
        }
    }
}
