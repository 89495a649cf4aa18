package io.github.dbupgrader;

import io.github.dbupgrader.TransactionRetry.Failed;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.BlockingSession;
import io.github.dbupgrader.sql.BlockingSessions;
import io.github.dbupgrader.sql.FailedStatement;
import io.github.dbupgrader.sql.LockTimeoutLadder;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.sql.StatementLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tries of one piece of work for the locks that it needs: what comes after one that failed, and who stood in its way. */
final class LockTries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LockTries.class);
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);

    /** What waits for every transaction that has used the table, a mere reader's too. */
    private static final Pattern WANTS_ALL = Pattern.compile(
            "^\\s*(alter|drop|truncate|lock\\b.*\\baccess\\s+exclusive)\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** What ALTER TABLE can do beside readers: for their end it would be waited in vain. */
    private static final Pattern BESIDE_READERS = Pattern.compile(
            "\\b(validate constraint|attach partition|foreign key|set statistics|cluster on|(enable|disable)( always| replica)? trigger)\\b|\\b(re)?set \\(",
            Pattern.CASE_INSENSITIVE);

    private final Configuration configuration;
    private final RegisteredMethod step;
    private final LockTimeoutLadder ladder;
    private final Blockers blockers;
    private final Calm calm;
    private Duration waited = Duration.ZERO;
    private Optional<Duration> toldAt = Optional.empty();

    LockTries(Configuration configuration, RunSession session, RegisteredMethod step) {
        this.configuration = configuration;
        this.step = step;
        this.ladder = new LockTimeoutLadder(
                configuration.timeouts().ladder(), session.server().deadlockTimeout());
        this.blockers = new Blockers(configuration, session);
        this.calm = new Calm(configuration, session, step);
    }

    /**
     * Returns when a try is of use. While a transaction that has been open for long holds a lock of the table, or a vacuum that never gives way, a try would only keep everybody else waiting; so it sleeps. When
     * the time is up there is one try all the same, whose failure names them.
     *
     * @param table the table as it is written in SQL; empty if it is not known, then nothing is looked at
     */
    void awaitCalm(Optional<String> table) throws Failed {
        if (table.isEmpty() || !configuration.timeouts().waitsForLongTransactions()) {
            return;
        }
        try {
            Duration left = ladder.resume();
            while (!left.isZero() && !calm.isCalm(table.get())) {
                Pause.of(shorter(calm.pause(), left), "waiting for the end of a transaction at table " + table.get());
                left = ladder.resume();
            }
        } catch (RuntimeException e) {
            throw new Failed(e, new StatementLog(false));
        }
    }

    /** {@return the {@code lock_timeout} of this try, if it is in a transaction} */
    Duration timeout() {
        return ladder.timeout();
    }

    /** Returns when it is time for the next try in a transaction, or throws what the caller gets. */
    void afterFailure(Throwable cause, StatementLog log, boolean again) throws Failed {
        Duration blocked = shorter(lastWait(log), ladder.timeout());
        afterFailure(cause, log, again, blocked, blocked);
        awaitCalm(log.lastFailure()
                .map(FailedStatement::text)
                .filter(LockTries::waitsForReaders)
                .flatMap(BlockingSessions::tableOf));
    }

    /** {@return whether a statement needs a lock for itself alone, as far as its text tells; where it does not, the tries go on as ever} */
    static boolean waitsForReaders(String statement) {
        return WANTS_ALL.matcher(statement).find()
                && !BESIDE_READERS.matcher(statement).find();
    }

    /** The same outside of transactions. There one try may wait for minutes and blocks nobody, so only the budget of time counts. */
    void afterFailureOutside(Throwable cause, StatementLog log, boolean again) throws Failed {
        afterFailure(cause, log, again, lastWait(log), Duration.ZERO);
    }

    private void afterFailure(Throwable cause, StatementLog log, boolean again, Duration wait, Duration budgeted)
            throws Failed {
        if (!SqlState.isRetriable(cause)) {
            throw new Failed(cause, log);
        }
        waited = waited.plus(wait);
        int tries = ladder.tries();
        List<BlockingSession> inTheWay = blockers.after(log);
        Optional<Duration> pause = again ? ladder.delayAfterFailure(budgeted) : Optional.empty();
        if (pause.isEmpty()) {
            // the server names the sessions of a deadlock by itself
            boolean known = !again && !SqlState.is(cause, SqlState.LOCK_NOT_AVAILABLE);
            throw new Failed(known ? cause : gaveUp(log, tries, inTheWay, cause), log);
        }
        blockers.watch();
        tell(tries, pause.get(), inTheWay);
        try {
            Pause.of(pause.get(), "pausing before another try for locks");
        } catch (RuntimeException e) {
            throw new Failed(e, log);
        }
    }

    private RuntimeException gaveUp(StatementLog log, int tries, List<BlockingSession> inTheWay, Throwable cause) {
        String statement = log.lastFailure().map(FailedStatement::text).orElse("a statement");
        return UpgraderErrors.tableLockTimeout(statement, tries, waited, ladder.elapsed(), inTheWay, cause);
    }

    /** The listeners are told of each try, the log at most every few seconds: the first pauses are short. */
    private void tell(int tries, Duration pause, List<BlockingSession> inTheWay) {
        Duration elapsed = ladder.elapsed();
        if (toldAt.isEmpty() || elapsed.minus(toldAt.get()).compareTo(TELL_EVERY) >= 0) {
            toldAt = Optional.of(elapsed);
            LOG.info(
                    "upgrade {} could not get its locks: tries={} pause={} blockers={}",
                    step.version(),
                    tries,
                    Durations.human(pause),
                    UpgraderErrors.describe(inTheWay));
        }
        configuration.listeners().tell(l -> l.stepRetried(step.version(), tries, pause));
    }

    private static Duration lastWait(StatementLog log) {
        return log.lastFailure().map(FailedStatement::duration).orElse(Duration.ZERO);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public void close() {
        blockers.close();
    }
}
