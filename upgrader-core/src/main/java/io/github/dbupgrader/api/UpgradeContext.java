package io.github.dbupgrader.api;

import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.schema.Schema;
import io.github.dbupgrader.version.SchemaVersion;
import org.jdbi.v3.core.Handle;

/**
 * What an upgrade works with.
 *
 * <p>In a TRANSACTIONAL upgrade each call acts at once, in the upgrade's transaction; {@link #step} and {@link #stepOutsideTransaction} are refused. In an ONLINE
 * one each call declares a sub-step, to be executed in that order when the method has returned.
 *
 * <p>Call only. Valid until the method returns, and only on its thread.
 */
public interface UpgradeContext {

    /** {@return the version to which this upgrade brings the schema} */
    SchemaVersion version();

    /**
     * {@return the handle of the upgrade's transaction, the one that an annotated method may also take as a parameter}
     *
     * <p>TRANSACTIONAL only: the sub-steps of an ONLINE upgrade are each given theirs.
     */
    Handle handle();

    /**
     * Runs the statements of an SQL script, in ONLINE mode as one sub-step in one transaction.
     *
     * @param resource the script on the class path, in UTF-8: relative to the class of the method, or absolute with a leading {@code /}; lambdas have no class of
     *     their own, so theirs are absolute
     */
    void script(String resource);

    /**
     * {@return the way to schema changes that keep the application running}
     *
     * <p>In a TRANSACTIONAL upgrade a change that is one transaction is made at once; one that needs several is refused.
     */
    Schema schema();

    /**
     * Declares a sub-step that runs in one transaction and commits together with its record. ONLINE only.
     *
     * @param name its name, unique within the upgrade
     * @param work what it does
     * @return more to say about it
     */
    SubStepOptions step(String name, HandleWork work);

    /**
     * Declares a sub-step that runs in autocommit, for what cannot run in a transaction. ONLINE only.
     *
     * @param name its name, unique within the upgrade
     * @param work what it does
     * @return more to say about it
     */
    OutsideOptions stepOutsideTransaction(String name, ConnectionWork work);

    /**
     * Declares a sub-step that changes many rows in small batches, while this call of {@code upgrade()} waits. ONLINE only.
     *
     * <p>Interrupted anywhere, it goes on where it was. It fails if rows are left in quarantine, unless its definition allows that. Reverting it forgets its position and leaves the data as it is,
     * unless a revert is given.
     *
     * @param name its name, unique among the backfills of the component
     * @param backfill what is done
     * @return more to say about it
     */
    SubStepOptions backfill(String name, Backfill backfill);

    /**
     * Records a registered backfill as PENDING, so that operators see it from this upgrade on. It is not needed for its start: instances that called
     * {@code backfills().start()} begin by themselves when the schema has reached its version.
     *
     * @param name the name of a {@link RegisterBackfill}
     */
    void startBackfill(String name);

    /**
     * Goes on only if a registered backfill is complete, so that this upgrade may rely on its data. Otherwise the upgrade is refused, with what is left, or finishes it: see {@link BackfillGate}.
     *
     * <p>An ONLINE upgrade is refused before anything of it runs, and where the backfill may have begun already, before anything of the whole run does. In its place among the sub-steps it is asked once
     * more. A transactional upgrade is refused where it is called, and rolled back.
     *
     * @param name the name of a {@link RegisterBackfill}
     * @return more to say about it
     */
    BackfillGate requiresBackfill(String name);

    /**
     * Verifies that a query finds nothing wrong. In an ONLINE upgrade it is a sub-step at this place, in one transaction; in a TRANSACTIONAL one it is made at once.
     *
     * <p>If it finds rows, the upgrade fails here, and the error shows the first of them. When they are mended, the next start makes the verification again and goes on. One that held is
     * recorded, and not made again. A dry run makes it too.
     *
     * @param description what must hold, such as "each reading has a value": the sub-step is called "verify: " and this
     * @param wrongRows a query that returns the rows that are wrong, none if all is well; one boolean column is refused, because it would be misread
     * @throws io.github.dbupgrader.error.UpgradeException if the query cannot be one, and in a TRANSACTIONAL upgrade if it finds rows
     */
    void verify(String description, String wrongRows);

    /**
     * Verifies that a check holds; see {@link #verify(String, String)}.
     *
     * @param description what must hold
     * @param check whether it does; it only reads, and may ask others than the database
     * @throws io.github.dbupgrader.error.UpgradeException in a TRANSACTIONAL upgrade if it does not hold
     */
    void verify(String description, HandleCheck check);

    /**
     * Tells the listeners how far a long piece of work has come. May be called from inside sub-steps.
     *
     * @param what what is being done
     * @param done how much of it is done
     * @param total how much there is; 0 where nobody knows
     */
    void progress(String what, long done, long total);
}
