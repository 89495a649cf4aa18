package io.github.dbupgrader.backfill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a backfill is run: as fast as it may be, and out of whose way.
 *
 * <p>The defaults are one worker, batches of 250 ms without a pause, 50,000 rows for a worker at a time, and no throttle. Immutable, and safe for use by several threads:
 * each method returns a copy. Call only.
 */
public final class BackfillSettings {

    private Pace pace = Pace.defaults();
    private int workers = 1;
    private int chunkRows = 50_000;
    private Duration lease = Duration.ofMinutes(1);
    private Duration lockTimeout = Duration.ofSeconds(1);
    private Duration statementTimeout = Duration.ofSeconds(30);
    private Duration patience = Duration.ofMinutes(15);
    private boolean asynchronousCommit;
    private int quarantineLimit = 1000;
    private List<Throttle> throttles = List.of();
    private Duration throttleEvery = Duration.ofSeconds(5);

    private BackfillSettings() {}

    private BackfillSettings(BackfillSettings other) {
        this.pace = other.pace;
        this.workers = other.workers;
        this.chunkRows = other.chunkRows;
        this.lease = other.lease;
        this.lockTimeout = other.lockTimeout;
        this.statementTimeout = other.statementTimeout;
        this.patience = other.patience;
        this.asynchronousCommit = other.asynchronousCommit;
        this.quarantineLimit = other.quarantineLimit;
        this.throttles = other.throttles;
        this.throttleEvery = other.throttleEvery;
    }

    /** {@return the defaults} */
    public static BackfillSettings defaults() {
        return new BackfillSettings();
    }

    /**
     * {@return a copy with other batches}
     *
     * @param batches how large they are, and how much of the time is worked; the default is {@link Pace#defaults()}
     */
    public BackfillSettings pace(Pace batches) {
        return with(s -> s.pace = batches);
    }

    /**
     * {@return a copy with more workers in each instance; more than the server has idle processors make it slower}
     *
     * @param count the default is 1
     */
    public BackfillSettings workers(int count) {
        BackfillErrors.requirePositive("workers", count);
        return with(s -> s.workers = count);
    }

    /**
     * {@return a copy in which a worker takes more or fewer rows for itself at a time}
     *
     * @param rows the default is 50,000
     */
    public BackfillSettings chunkRows(int rows) {
        BackfillErrors.requirePositive("chunkRows", rows);
        return with(s -> s.chunkRows = rows);
    }

    /**
     * {@return a copy with another time after which a silent worker's rows are taken over}
     *
     * @param duration the default is 1 minute, by the clock of the server
     */
    public BackfillSettings lease(Duration duration) {
        BackfillErrors.requirePositive("lease", duration);
        return with(s -> s.lease = duration);
    }

    /**
     * {@return a copy with other time-outs of a batch}
     *
     * @param lock how long it may wait for a row; the default is 1 s. Then it is rolled back and tried again after a pause
     * @param statement how long its statement may run; the default is 30 s. Then the batch is halved; a single row that takes longer goes to quarantine
     */
    public BackfillSettings timeouts(Duration lock, Duration statement) {
        BackfillErrors.requirePositive("lock", lock);
        BackfillErrors.requirePositive("statement", statement);
        return with(s -> {
            s.lockTimeout = lock;
            s.statementTimeout = statement;
        });
    }

    /**
     * {@return a copy with another limit for an upgrade that cannot get on, because of locks, deadlocks and the like; in the background there is none}
     *
     * @param duration for how long a worker may fail without a single batch in between; the default is 15 minutes
     */
    public BackfillSettings patience(Duration duration) {
        BackfillErrors.requirePositive("patience", duration);
        return with(s -> s.patience = duration);
    }

    /**
     * {@return a copy that commits batches without waiting for the disk}
     *
     * <p>A crash of the server may lose the last ones, data and position together, and they are done again. The end is always recorded safely.
     */
    public BackfillSettings asynchronousCommit() {
        return with(s -> s.asynchronousCommit = true);
    }

    /**
     * {@return a copy with another number of rows that may go to quarantine before the whole fails}
     *
     * @param rows the default is 1,000
     */
    public BackfillSettings quarantineLimit(int rows) {
        BackfillErrors.requirePositive("quarantineLimit", rows);
        return with(s -> s.quarantineLimit = rows);
    }

    /**
     * {@return a copy with one more thing that may hold it for a while}
     *
     * @param throttle one of {@link Throttles}, or your own
     */
    public BackfillSettings throttle(Throttle throttle) {
        return with(s -> {
            List<Throttle> more = new ArrayList<>(s.throttles);
            more.add(throttle);
            s.throttles = List.copyOf(more);
        });
    }

    /**
     * {@return a copy that asks the throttles more or less often}
     *
     * @param duration the default is every 5 s
     */
    public BackfillSettings throttleEvery(Duration duration) {
        BackfillErrors.requirePositive("throttleEvery", duration);
        return with(s -> s.throttleEvery = duration);
    }

    private BackfillSettings with(Consumer<BackfillSettings> change) {
        BackfillSettings copy = new BackfillSettings(this);
        change.accept(copy);
        return copy;
    }

    Pace pace() {
        return pace;
    }

    int workers() {
        return workers;
    }

    int chunkRows() {
        return chunkRows;
    }

    Duration lease() {
        return lease;
    }

    Duration lockTimeout() {
        return lockTimeout;
    }

    Duration statementTimeout() {
        return statementTimeout;
    }

    Duration patience() {
        return patience;
    }

    boolean isAsynchronousCommit() {
        return asynchronousCommit;
    }

    int quarantineLimit() {
        return quarantineLimit;
    }

    List<Throttle> throttles() {
        return throttles;
    }

    Duration throttleEvery() {
        return throttleEvery;
    }
}
