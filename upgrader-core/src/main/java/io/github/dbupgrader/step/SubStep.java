package io.github.dbupgrader.step;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * One named part of an ONLINE upgrade or rollback: what it does, how it can be undone, and by what it is recognised after a crash.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param name what the record and the log call it; unique within its upgrade
 * @param kind how it runs, and so what may be assumed after a crash
 * @param work what it does
 * @param revert how a finished one is undone; empty where nobody said how
 * @param rehearsal what a dry run does in its one transaction instead; empty where a transactional one runs as it is, and where there is no equivalent
 * @param precondition what must hold before anything of its upgrade runs; empty where nothing must
 * @param checksum a digest of the declaration: a recorded one must have the same
 */
public record SubStep(
        String name,
        Kind kind,
        Work work,
        Optional<Work> revert,
        Optional<Work> rehearsal,
        Optional<Precondition> precondition,
        String checksum) {

    /** Room for the names of an index, a schema and a table, each as long as PostgreSQL lets it be. */
    private static final int LONGEST_NAME = 250;

    /** How a sub-step runs. */
    public enum Kind {
        /** In one transaction that also holds its record: it has happened or it has not. */
        TRANSACTION,
        /** In autocommit, once: an interrupted one needs a human decision. */
        OUTSIDE_TRANSACTION,
        /** In autocommit, and safe to run again: it looks at what is there and repairs what an interrupted run left. */
        REPEATABLE,
        /** In many transactions of its own, each with its position: an interrupted one goes on where it was. */
        BATCHES
    }

    /** What a sub-step does with the database. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it.
         *
         * @param handle the run's own connection: in a transaction or in autocommit, as the kind says
         * @throws Exception whatever goes wrong
         */
        void run(Handle handle) throws Exception;
    }

    /**
     * What must hold before anything of the upgrade runs; both only read, and throw where it does not hold.
     *
     * @param atBegin asked in the transaction in which the upgrade begins
     * @param beforeRun asked before the first upgrade of a run; throws only what no earlier upgrade of the run can mend
     */
    public record Precondition(Work atBegin, Work beforeRun) {}

    /** Checks the name. */
    public SubStep {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw SubStepErrors.unusableName(name, LONGEST_NAME);
        }
    }

    /**
     * Creates one without a precondition.
     *
     * @param name what the record and the log call it; unique within its upgrade
     * @param kind how it runs, and so what may be assumed after a crash
     * @param work what it does
     * @param revert how a finished one is undone; empty where nobody said how
     * @param rehearsal what a dry run does in its one transaction instead; empty where there is no equivalent
     * @param checksum a digest of the declaration: a recorded one must have the same
     */
    public SubStep(
            String name, Kind kind, Work work, Optional<Work> revert, Optional<Work> rehearsal, String checksum) {
        this(name, kind, work, revert, rehearsal, Optional.empty(), checksum);
    }

    /** {@return whether the work runs in a transaction together with its record} */
    public boolean isTransactional() {
        return kind == Kind.TRANSACTION;
    }

    /** {@return whether its revert runs in a transaction together with the record of it} */
    public boolean revertsInTransaction() {
        return kind == Kind.TRANSACTION || kind == Kind.BATCHES;
    }

    /** {@return a copy that runs in one transaction} */
    public SubStep inTransaction() {
        return new SubStep(name, Kind.TRANSACTION, work, revert, rehearsal, precondition, checksum);
    }

    /**
     * {@return a copy that can be undone}
     *
     * @param undo how
     */
    public SubStep withRevert(Work undo) {
        return new SubStep(name, kind, work, Optional.of(undo), rehearsal, precondition, checksum);
    }

    /**
     * {@return a copy that asks for something before its upgrade begins}
     *
     * @param required what must hold
     */
    public SubStep withPrecondition(Precondition required) {
        return new SubStep(name, kind, work, revert, rehearsal, Optional.of(required), checksum);
    }

    /** {@return a copy that may be run again after an interruption} */
    public SubStep asRepeatable() {
        return new SubStep(name, Kind.REPEATABLE, work, revert, rehearsal, precondition, checksum);
    }
}
