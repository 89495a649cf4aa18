package io.github.dbupgrader;

import io.github.dbupgrader.FailureRecorder.Attempt;
import io.github.dbupgrader.OnlineContext.Declaration;
import io.github.dbupgrader.TransactionRetry.Failed;
import io.github.dbupgrader.history.Direction;
import io.github.dbupgrader.history.HistoryAction;
import io.github.dbupgrader.history.HistoryRow;
import io.github.dbupgrader.history.RecordedSubStep;
import io.github.dbupgrader.history.SubStepStore.Place;
import io.github.dbupgrader.plan.PlannedStep;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.StatementLog;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs an ONLINE upgrade: what is unfinished of its sub-steps, each with its record, and the stamp at the end. */
final class OnlineStep {

    private final Configuration configuration;
    private final RunSession session;
    private final ConditionChecker conditions;

    OnlineStep(Configuration configuration, RunSession session, ConditionChecker conditions) {
        this.configuration = configuration;
        this.session = session;
        this.conditions = conditions;
    }

    StepResult run(PlannedStep step, Position position, List<StepResult> completed) {
        RegisteredMethod upgrade = step.upgrade();
        long start = System.nanoTime();
        Attempt whole = new Attempt(HistoryAction.UPGRADE, upgrade, Optional.empty(), position, start, completed);
        try {
            Declaration declaration = declare(upgrade);
            List<SubStep> declared = declaration.subSteps();
            List<RecordedSubStep> recorded =
                    session.subSteps().open(session.own(), upgrade.version(), Direction.UPGRADE);
            SubSteps.requireUnchanged(upgrade, declared, recorded);
            if (recorded.isEmpty()) {
                begin(upgrade, declared, position);
            }
            SchemaVersion compatibleBefore =
                    recorded.isEmpty() ? beforeBegin(upgrade) : recorded.get(0).compatibleBefore();
            Progress progress = runUnfinished(whole, declaration, recorded, compatibleBefore);
            finish(step, position, compatibleBefore, start, progress.statements());
            return new StepResult(
                    upgrade.version(),
                    upgrade.description(),
                    step.missed(),
                    Durations.since(start),
                    progress.statements(),
                    progress.ran());
        } catch (Failed e) {
            throw new FailureRecorder(configuration, session).record(whole, e);
        }
    }

    private record Progress(int ran, long statements) {}

    private Declaration declare(RegisteredMethod upgrade) throws Failed {
        try {
            return OnlineContext.declare(upgrade, configuration);
        } catch (Throwable e) {
            throw new Failed(e, new StatementLog(false));
        }
    }

    private SchemaVersion beforeBegin(RegisteredMethod upgrade) {
        return session.subSteps()
                .open(session.own(), upgrade.version(), Direction.UPGRADE)
                .get(0)
                .compatibleBefore();
    }

    /** From here on older applications are kept out, so the conditions, and what the sub-steps need, are asked in the same transaction. */
    private void begin(RegisteredMethod upgrade, List<SubStep> declared, Position position) throws Failed {
        SchemaVersion compatible = position.raisedTo(upgrade.compatibleFrom());
        Place place = new Place(upgrade.version(), Direction.UPGRADE, 1, declared.get(0), position.compatibleFrom());
        HistoryRow row = HistoryRow.of(HistoryAction.START)
                .versions(Optional.of(position.version()), position.version())
                .step(upgrade.version(), upgrade.description())
                .compatible(Optional.of(position.compatibleFrom()), compatible)
                .skipping(conditions.skipped(upgrade.version()));
        long revision = new TransactionRetry(configuration, session)
                .run(upgrade, (handle, transactionId, log) -> {
                    conditions.require(upgrade.version(), handle);
                    Preconditions.require(declared, handle);
                    return session.subSteps()
                            .begin(
                                    session.own(),
                                    session.fence(position.revision(), Optional.of(transactionId)),
                                    place,
                                    compatible,
                                    row);
                })
                .revision();
        position.advance(revision, position.version(), compatible);
    }

    private Progress runUnfinished(
            Attempt whole, Declaration declaration, List<RecordedSubStep> recorded, SchemaVersion compatibleBefore) {
        RegisteredMethod upgrade = whole.method();
        List<SubStep> declared = declaration.subSteps();
        int ran = 0;
        long statements = 0;
        boolean fresh = recorded.isEmpty();
        for (int i = 0; i < declared.size(); i++) {
            SubStep subStep = declared.get(i);
            Optional<RecordedSubStep> record = SubSteps.find(recorded, subStep.name());
            if (record.filter(RecordedSubStep::isDone).isPresent()) {
                continue;
            }
            Place place = new Place(upgrade.version(), Direction.UPGRADE, i + 1, subStep, compatibleBefore);
            boolean started = (fresh && i == 0)
                    || record.filter(RecordedSubStep::isInterrupted).isPresent();
            Optional<String> table = Optional.ofNullable(declaration.tables().get(subStep.name()));
            statements += run(whole, place, table, started, !fresh || i > 0);
            ran++;
        }
        return new Progress(ran, statements);
    }

    /** Runs one sub-step. {@code mayBeInterrupted}: a start that this run did not itself record is an interrupted one. */
    private long run(Attempt whole, Place place, Optional<String> table, boolean started, boolean mayBeInterrupted) {
        RegisteredMethod upgrade = whole.method();
        SubStep subStep = place.subStep();
        Position position = whole.position();
        long start = System.nanoTime();
        configuration.listeners().tell(l -> l.subStepStarted(upgrade.version(), subStep.name()));
        try {
            if (started && mayBeInterrupted) {
                SubSteps.requireRepeatable(upgrade, subStep);
            }
            if (!started && !subStep.isTransactional()) {
                position.advance(session.subSteps()
                        .start(session.own(), session.fence(position.revision(), Optional.empty()), place));
            }
            StatementLog log = new SubStepRunner(configuration, session, upgrade, position)
                    .run(
                            subStep,
                            table,
                            subStep.work(),
                            (transactionId, ranLog, elapsed) -> session.subSteps()
                                    .done(
                                            session.own(),
                                            session.fence(position.revision(), transactionId),
                                            place,
                                            row(
                                                    upgrade,
                                                    subStep,
                                                    position,
                                                    ranLog,
                                                    elapsed,
                                                    transactionId.isPresent())));
            configuration
                    .listeners()
                    .tell(l -> l.subStepEnded(upgrade.version(), subStep.name(), Durations.since(start)));
            return log.count();
        } catch (Failed e) {
            Attempt attempt = new Attempt(
                    HistoryAction.SUB_STEP, upgrade, Optional.of(subStep), position, start, whole.completed());
            throw new FailureRecorder(configuration, session).record(attempt, e);
        }
    }

    private static HistoryRow row(
            RegisteredMethod upgrade,
            SubStep subStep,
            Position position,
            StatementLog log,
            Duration elapsed,
            boolean hasTransaction) {
        HistoryRow row = HistoryRow.of(HistoryAction.SUB_STEP)
                .versions(Optional.of(position.version()), position.version())
                .step(upgrade.version(), upgrade.description())
                .subStep(subStep.name())
                .statements(log.entries(), log.count(), log.omitted());
        return hasTransaction ? row : row.lasting(elapsed);
    }

    private void finish(
            PlannedStep step, Position position, SchemaVersion compatibleBefore, long start, long statements)
            throws Failed {
        RegisteredMethod upgrade = step.upgrade();
        SchemaVersion reached = step.missed() ? position.version() : upgrade.version();
        SchemaVersion compatible = position.raisedTo(upgrade.compatibleFrom());
        HistoryRow row = HistoryRow.of(HistoryAction.UPGRADE)
                .versions(Optional.of(position.version()), reached)
                .step(upgrade.version(), upgrade.description())
                .compatible(Optional.of(compatibleBefore), compatible)
                .skipping(conditions.skipped(upgrade.version()))
                .lasting(Durations.since(start))
                .statements(List.of(), statements, statements);
        long revision = new TransactionRetry(configuration, session)
                .run(
                        upgrade,
                        (handle, transactionId, log) -> session.writer()
                                .stampOnline(
                                        session.own(),
                                        session.fence(position.revision(), Optional.of(transactionId)),
                                        reached,
                                        compatible,
                                        row))
                .revision();
        position.advance(revision, reached, compatible);
    }
}
