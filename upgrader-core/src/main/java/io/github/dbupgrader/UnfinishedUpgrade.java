package io.github.dbupgrader;

import io.github.dbupgrader.FailureRecorder.Attempt;
import io.github.dbupgrader.TransactionRetry.Failed;
import io.github.dbupgrader.history.Direction;
import io.github.dbupgrader.history.Fence;
import io.github.dbupgrader.history.HistoryAction;
import io.github.dbupgrader.history.HistoryRow;
import io.github.dbupgrader.history.RecordedSubStep;
import io.github.dbupgrader.plan.RollbackPlanner.Undo;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.StatementLog;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.step.SubStep.Kind;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Undoes an ONLINE upgrade that was begun and not finished: its sub-steps are reverted in reverse order. */
final class UnfinishedUpgrade {

    private static final SubStep.Work NOTHING = handle -> {};

    private final Configuration configuration;
    private final RunSession session;

    UnfinishedUpgrade(Configuration configuration, RunSession session) {
        this.configuration = configuration;
        this.session = session;
    }

    /** Refuses before anything is undone if any of the unfinished upgrades cannot be. */
    void requireRevertible(List<Undo> undos) {
        for (Undo undo : undos) {
            if (undo.rollback().isEmpty()) {
                requireRevertible(upgrade(undo.version()));
            }
        }
    }

    StepResult revert(Undo undo, Position position, List<StepResult> completed) {
        RegisteredMethod upgrade = upgrade(undo.version());
        long start = System.nanoTime();
        List<SubStep> declared = declare(upgrade);
        List<RecordedSubStep> recorded = recorded(upgrade);
        long statements = 0;
        SchemaVersion floor = RollbackFloor.after(configuration, session, undo.version(), position);
        for (int i = recorded.size() - 1; i >= 0; i--) {
            Optional<SchemaVersion> atTheEnd = i == 0 ? Optional.of(floor) : Optional.empty();
            statements += revert(upgrade, declared, recorded.get(i), atTheEnd, position, completed);
        }
        return new StepResult(
                undo.version(), upgrade.description(), false, Durations.since(start), statements, recorded.size());
    }

    private void requireRevertible(RegisteredMethod upgrade) {
        List<SubStep> declared = declare(upgrade);
        List<RecordedSubStep> recorded = recorded(upgrade);
        try {
            SubSteps.requireUnchanged(upgrade, declared, recorded);
        } catch (Failed e) {
            throw asException(upgrade, e);
        }
        for (RecordedSubStep record : recorded) {
            if (!hasEffect(record)) {
                continue;
            }
            SubStep subStep = SubSteps.declared(declared, record.name()).orElseThrow();
            if (record.isInterrupted() && subStep.kind() == Kind.OUTSIDE_TRANSACTION) {
                throw StepErrors.interruptedSubStep(upgrade, record.name());
            }
            if (subStep.revert().isEmpty()) {
                throw StepErrors.missingRevert(upgrade, record.name());
            }
        }
    }

    /** One that was begun in a transaction and not finished has left nothing behind, and one that a person marked as not done neither. */
    private static boolean hasEffect(RecordedSubStep record) {
        return record.isDone() || (record.isInterrupted() && !record.kind().equals(Kind.TRANSACTION.name()));
    }

    private long revert(
            RegisteredMethod upgrade,
            List<SubStep> declared,
            RecordedSubStep record,
            Optional<SchemaVersion> atTheEnd,
            Position position,
            List<StepResult> completed) {
        long start = System.nanoTime();
        Optional<SubStep> subStep = SubSteps.declared(declared, record.name());
        SubStep.Work work = hasEffect(record) ? subStep.flatMap(SubStep::revert).orElseThrow() : NOTHING;
        SubStep runnable = hasEffect(record) && subStep.isPresent() ? subStep.get() : declared.get(0);
        SubStep how = !hasEffect(record) ? asTransactional(runnable) : asRepeatableOutside(runnable);
        try {
            StatementLog log = new SubStepRunner(configuration, session, upgrade, position)
                    .run(
                            how,
                            work,
                            (transactionId, ran, elapsed) -> forget(
                                    upgrade,
                                    record,
                                    atTheEnd,
                                    position,
                                    session.fence(position.revision(), transactionId),
                                    ran));
            atTheEnd.ifPresent(floor -> position.advance(position.revision(), position.version(), floor));
            return log.count();
        } catch (Failed e) {
            Attempt attempt = new Attempt(HistoryAction.REVERT, upgrade, Optional.of(how), position, start, completed);
            throw new FailureRecorder(configuration, session).record(attempt, e);
        }
    }

    /** The last one ends the upgrade in the same commit, so that no state lies between: older applications may run again. */
    private long forget(
            RegisteredMethod upgrade,
            RecordedSubStep record,
            Optional<SchemaVersion> atTheEnd,
            Position position,
            Fence fence,
            StatementLog log) {
        SchemaVersion recorded = position.version();
        HistoryRow row = HistoryRow.of(atTheEnd.isPresent() ? HistoryAction.ROLLBACK : HistoryAction.REVERT)
                .versions(Optional.of(recorded), recorded)
                .step(upgrade.version(), upgrade.description())
                .subStep(record.name())
                .statements(log.entries(), log.count(), log.omitted());
        if (atTheEnd.isEmpty()) {
            return session.subSteps()
                    .forget(session.own(), fence, upgrade.version(), Direction.UPGRADE, record.name(), row);
        }
        return session.writer()
                .undo(
                        session.own(),
                        fence,
                        recorded,
                        atTheEnd.get(),
                        row.compatible(Optional.of(position.compatibleFrom()), atTheEnd.get()));
    }

    private static SubStep asTransactional(SubStep subStep) {
        return new SubStep(
                subStep.name(), Kind.TRANSACTION, NOTHING, Optional.empty(), Optional.empty(), subStep.checksum());
    }

    /** Reverts outside a transaction must bear to run again, as their documentation says. */
    private static SubStep asRepeatableOutside(SubStep subStep) {
        return subStep.revertsInTransaction() ? subStep.inTransaction() : subStep.asRepeatable();
    }

    private List<RecordedSubStep> recorded(RegisteredMethod upgrade) {
        return session.subSteps().open(session.own(), upgrade.version(), Direction.UPGRADE);
    }

    private RegisteredMethod upgrade(SchemaVersion version) {
        return Objects.requireNonNull(configuration.registry().upgrades().get(version));
    }

    private List<SubStep> declare(RegisteredMethod upgrade) {
        try {
            return OnlineContext.declare(upgrade, configuration).subSteps();
        } catch (Exception e) {
            throw asException(upgrade, new Failed(e, new StatementLog(false)));
        }
    }

    private static StepFailedException asException(RegisteredMethod upgrade, Failed failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        return StepErrors.exception(
                StepErrors.failure(StepErrors.Doing.ROLLBACK, upgrade, Optional.empty(), cause, failed.log()),
                List.of());
    }
}
