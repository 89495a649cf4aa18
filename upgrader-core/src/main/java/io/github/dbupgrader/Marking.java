package io.github.dbupgrader;

import io.github.dbupgrader.LockAcquirer.Acquisition;
import io.github.dbupgrader.LockAcquirer.Outcome;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.history.Direction;
import io.github.dbupgrader.history.HistoryAction;
import io.github.dbupgrader.history.HistoryRow;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.history.RecordedSubStep;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of {@code markSubStep()}. */
final class Marking {

    private static final Logger LOG = LoggerFactory.getLogger(Marking.class);

    private final Configuration configuration;
    private final SchemaVersion version;
    private final String name;
    private final SubStepMark mark;

    Marking(Configuration configuration, SchemaVersion version, String name, SubStepMark mark) {
        this.configuration = configuration;
        this.version = version;
        this.name = name;
        this.mark = mark;
    }

    /** What to say where another thread has the turn and is not to be waited for. */
    UpgradeException leave() {
        return UpgraderErrors.notMarked(version.toString(), name);
    }

    void run(Turns.Turn turn) {
        try (RunSession session = RunSession.open(configuration)) {
            Optional<RecordedState> state = session.readState();
            session.prepare();
            Acquisition lock = new LockAcquirer(configuration, session, turn).acquire(state, s -> false);
            if (lock.outcome() != Outcome.LOCKED) {
                throw leave();
            }
            RecordedState now = lock.state().orElseThrow(() -> UpgraderErrors.unknownSubStep(version.toString(), name));
            requireRecorded(session);
            HistoryRow row = HistoryRow.of(HistoryAction.MARK)
                    .versions(Optional.of(now.version()), now.version())
                    .step(version, "marked " + mark)
                    .subStep(name);
            session.subSteps()
                    .mark(
                            session.own(),
                            session.fence(now.revision(), Optional.empty()),
                            version,
                            name,
                            mark == SubStepMark.DONE ? RecordedSubStep.State.DONE : RecordedSubStep.State.NOT_DONE,
                            row);
            LOG.info(
                    "sub-step marked: component={} version={} name=\"{}\" mark={}",
                    configuration.component(),
                    version,
                    name,
                    mark);
        }
    }

    private void requireRecorded(RunSession session) {
        List<RecordedSubStep> recorded = Stream.of(Direction.values())
                .flatMap(d -> session.subSteps().open(session.own(), version, d).stream())
                .toList();
        if (SubSteps.find(recorded, name).isEmpty()) {
            throw UpgraderErrors.unknownSubStep(version.toString(), name);
        }
    }
}
