package io.github.dbupgrader;

import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;

/**
 * Is told what happens. All methods do nothing by default.
 *
 * <p>Called on the thread that upgrades; what a method throws is logged and changes nothing. Implement freely.
 */
public interface UpgradeListener {

    /**
     * Another session holds the upgrade lock; called every few seconds.
     *
     * @param holder the session, described
     * @param waited how long the waiting has lasted
     */
    default void waiting(String holder, Duration waited) {}

    /**
     * The lock is held and there is something to do.
     *
     * @param steps how many upgrades or rollbacks are going to run
     */
    default void runStarted(int steps) {}

    /**
     * An upgrade or rollback begins.
     *
     * @param version its version
     * @param description what its author wrote about it
     */
    default void stepStarted(SchemaVersion version, String description) {}

    /**
     * A sub-step begins.
     *
     * @param version the version of its upgrade
     * @param name its name
     */
    default void subStepStarted(SchemaVersion version, String name) {}

    /**
     * A long piece of work has come further.
     *
     * @param version the version of its upgrade
     * @param what what is being done
     * @param done how much of it is done
     * @param total how much there is; 0 where nobody knows
     */
    default void progress(SchemaVersion version, String what, long done, long total) {}

    /**
     * A backfill has come further, about once a second, or its state changed. Called on the threads of its workers too, several at once perhaps.
     *
     * @param status how far it is, all instances together
     */
    default void backfillProgress(BackfillStatus status) {}

    /**
     * A sub-step ended and is recorded.
     *
     * @param version the version of its upgrade
     * @param name its name
     * @param duration how long it took
     */
    default void subStepEnded(SchemaVersion version, String name, Duration duration) {}

    /**
     * An upgrade or rollback ended and is recorded.
     *
     * @param step what ran
     */
    default void stepEnded(StepResult step) {}

    /**
     * An upgrade or rollback could not get a lock, or met a deadlock; it was rolled back and runs again.
     *
     * @param version its version
     * @param tries how many tries there were so far
     * @param pause how long until the next one
     */
    default void stepRetried(SchemaVersion version, int tries, Duration pause) {}

    /**
     * An upgrade or rollback failed.
     *
     * @param version its version
     * @param failure what the caller is going to get
     */
    default void stepFailed(SchemaVersion version, Throwable failure) {}

    /**
     * The run ended.
     *
     * @param result what the caller is going to get
     */
    default void runEnded(UpgradeResult result) {}

    /**
     * The run failed.
     *
     * @param failure what the caller is going to get
     */
    default void runFailed(Throwable failure) {}
}
