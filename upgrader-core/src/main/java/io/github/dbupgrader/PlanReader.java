package io.github.dbupgrader;

import io.github.dbupgrader.OnlineContext.Declaration;
import io.github.dbupgrader.UpgradePlan.SubStepKind;
import io.github.dbupgrader.history.Direction;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.history.RecordedSubStep;
import io.github.dbupgrader.plan.PlannedRun;
import io.github.dbupgrader.plan.PlannedStep;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.StatementLog;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the plan for {@code plan()}: it reads in a transaction that cannot write. */
final class PlanReader {

    private final Configuration configuration;

    PlanReader(Configuration configuration) {
        this.configuration = configuration;
    }

    UpgradePlan read(UpgradeOptions options) {
        return ReadOnly.ask(configuration, reading -> {
            PlannedRun run = configuration.planner().plan(reading.state(), options.target(), options.fromVersion());
            if (run.requiresEmptyDatabase()) {
                requireEmpty(reading.userObjects());
            }
            List<UpgradePlan.Entry> entries = new ArrayList<>();
            run.initialiseAt().ifPresent(v -> entries.add(stamp(UpgradePlan.Kind.INITIALISE, v)));
            run.steps().forEach(step -> entries.add(entry(step, reading)));
            run.stamp().ifPresent(v -> entries.add(stamp(UpgradePlan.Kind.STAMP, v)));
            return new UpgradePlan(
                    configuration.component(), run.recorded().map(RecordedState::version), run.target(), entries);
        });
    }

    /** What an upgrade would refuse is no plan. */
    private static void requireEmpty(List<String> objects) {
        if (!objects.isEmpty()) {
            throw UpgraderErrors.notEmpty(objects);
        }
    }

    private static UpgradePlan.Entry stamp(UpgradePlan.Kind kind, SchemaVersion version) {
        String text = kind == UpgradePlan.Kind.STAMP ? "record the version" : "record where the schema starts";
        return new UpgradePlan.Entry(kind, version, Optional.empty(), text, "", List.of(), List.of());
    }

    private UpgradePlan.Entry entry(PlannedStep step, ReadOnly.Reading reading) {
        RegisteredMethod upgrade = step.upgrade();
        List<RecordedSubStep> recorded = upgrade.isOnline() && reading.state().isPresent()
                ? reading.subSteps(upgrade.version(), Direction.UPGRADE)
                : List.of();
        Optional<Declaration> online =
                upgrade.isOnline() ? Optional.of(declaration(upgrade, configuration)) : Optional.empty();
        return new UpgradePlan.Entry(
                step.missed() ? UpgradePlan.Kind.MISSED : UpgradePlan.Kind.UPGRADE,
                upgrade.version(),
                Optional.of(upgrade.mode()),
                upgrade.description(),
                upgrade.origin(),
                online.map(d -> subSteps(d.subSteps(), recorded)).orElse(List.of()),
                online.map(d -> d.changes().stream().map(reading::impact).toList())
                        .orElse(List.of()));
    }

    private static List<UpgradePlan.SubStepEntry> subSteps(List<SubStep> declared, List<RecordedSubStep> recorded) {
        return declared.stream()
                .map(s -> new UpgradePlan.SubStepEntry(
                        s.name(),
                        kind(s),
                        SubSteps.find(recorded, s.name())
                                .filter(RecordedSubStep::isDone)
                                .isPresent()))
                .toList();
    }

    private static SubStepKind kind(SubStep subStep) {
        return switch (subStep.kind()) {
            case TRANSACTION -> SubStepKind.TRANSACTION;
            case OUTSIDE_TRANSACTION -> SubStepKind.OUTSIDE_TRANSACTION;
            case REPEATABLE -> SubStepKind.REPEATABLE;
            case BATCHES -> SubStepKind.BATCHES;
        };
    }

    /** Declares outside a run, where there is nothing to record. */
    static List<SubStep> declare(RegisteredMethod upgrade, Configuration configuration) {
        return declaration(upgrade, configuration).subSteps();
    }

    private static Declaration declaration(RegisteredMethod upgrade, Configuration configuration) {
        try {
            return OnlineContext.declare(upgrade, configuration);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw StepErrors.exception(
                    StepErrors.failure(StepErrors.Doing.UPGRADE, upgrade, Optional.empty(), e, new StatementLog(false)),
                    List.of());
        }
    }
}
