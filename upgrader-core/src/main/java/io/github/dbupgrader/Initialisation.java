package io.github.dbupgrader;

import io.github.dbupgrader.LockAcquirer.Acquisition;
import io.github.dbupgrader.LockAcquirer.Outcome;
import io.github.dbupgrader.history.HistoryAction;
import io.github.dbupgrader.history.HistoryRow;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of {@code initialiseSchemaVersion()}. */
final class Initialisation {

    private static final Logger LOG = LoggerFactory.getLogger(Initialisation.class);

    private final Configuration configuration;
    private final InitialiseOptions options;

    Initialisation(Configuration configuration, InitialiseOptions options) {
        this.configuration = configuration;
        this.options = options;
    }

    SchemaVersion run(Turns.Turn turn) {
        SchemaVersion version = version();
        try (RunSession session = RunSession.open(configuration)) {
            Optional<RecordedState> state = session.readState();
            if (isDone(state, version)) {
                return version;
            }
            session.prepare();
            Acquisition lock = new LockAcquirer(configuration, session, turn).acquire(state, s -> isDone(s, version));
            if (lock.outcome() == Outcome.LOCKED) {
                record(session, lock.state(), version);
            } else if (lock.outcome() == Outcome.HELD_BY_ANOTHER) {
                throw UpgraderErrors.notInitialised(configuration.component(), version);
            }
            return version;
        }
    }

    /** What to say where another thread has the turn and is not to be waited for. */
    SchemaVersion leave(Optional<RecordedState> found) {
        SchemaVersion version = version();
        if (!isDone(found, version)) {
            throw UpgraderErrors.notInitialised(configuration.component(), version);
        }
        return version;
    }

    private SchemaVersion version() {
        String application = configuration.rules().applicationVersion().text();
        if (options.version().isEmpty()) {
            return configuration.rules().release().orElseThrow(() -> UpgraderErrors.developmentInitialise(application));
        }
        SchemaVersion explicit = options.version().get();
        configuration
                .rules()
                .applicationVersion()
                .base()
                .filter(explicit::isAfter)
                .ifPresent(v -> {
                    throw UpgraderErrors.initialiseAboveApplication(explicit, application);
                });
        return explicit;
    }

    private boolean isDone(Optional<RecordedState> state, SchemaVersion version) {
        if (state.isEmpty()) {
            return false;
        }
        SchemaVersion recorded = state.get().version();
        if (!recorded.equals(version) && !options.forced()) {
            throw UpgraderErrors.alreadyInitialised(configuration.component(), recorded, version);
        }
        return recorded.equals(version);
    }

    private void record(RunSession session, Optional<RecordedState> state, SchemaVersion version) {
        HistoryRow row = HistoryRow.of(HistoryAction.INITIALISE)
                .versions(state.map(RecordedState::version), version)
                .compatible(state.map(RecordedState::compatibleFrom), version);
        if (state.isPresent()) {
            session.writer()
                    .overwrite(session.own(), session.fence(state.get().revision(), Optional.empty()), version, row);
        } else {
            new FirstRecord(configuration, session).create(version, row);
        }
        LOG.info(
                "version initialised: component={} version={} before={}",
                configuration.component(),
                version,
                state.map(s -> s.version().toString()).orElse("none"));
    }
}
