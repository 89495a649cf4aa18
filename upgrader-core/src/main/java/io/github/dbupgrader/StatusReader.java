package io.github.dbupgrader;

import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.AheadPolicy;
import io.github.dbupgrader.api.MissedPolicy;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.plan.UpgradePlanner;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out how the database stands to the application; only reads. */
final class StatusReader {

    private static final Logger LOG = LoggerFactory.getLogger(StatusReader.class);

    private final Configuration configuration;
    private final UpgradePlanner planner;

    StatusReader(Configuration configuration) {
        this.configuration = configuration;
        this.planner = configuration.planner();
    }

    UpgradeStatus read() {
        return ReadOnly.ask(configuration, reading -> status(reading.state()));
    }

    /**
     * Refuses when the application must not run on this schema. A database that lacks only the stamp of a release without upgrades is fine, and so is an unfinished
     * upgrade of a newer release with which this application is compatible.
     */
    void validate() {
        UpgradeStatus status = read();
        boolean acceptable = switch (status.state()) {
            case CURRENT, BEHIND, AHEAD_COMPATIBLE -> true;
            case AHEAD -> configuration.rules().ahead() == AheadPolicy.WARN;
            case INCOMPLETE -> isOfNewerRelease(status);
            case PENDING -> status.pending().isEmpty() && configuration.rules().missed() == MissedPolicy.WARN;
            case DEVELOPMENT, UNINITIALISED -> false;
        };
        if (!acceptable) {
            throw new PendingUpgradesException(UpgraderErrors.notValid(status), status);
        }
        if (status.state() == State.AHEAD || status.state() == State.PENDING) {
            LOG.warn(
                    "the application runs although the database is {}: component={}",
                    status.state(),
                    status.component());
        }
    }

    private boolean isOfNewerRelease(UpgradeStatus status) {
        return configuration.rules().release().isPresent()
                && status.unfinished().stream()
                        .allMatch(v -> v.isAfter(configuration.rules().release().get()));
    }

    private UpgradeStatus status(Optional<RecordedState> recorded) {
        Optional<SchemaVersion> application = configuration.rules().release();
        if (recorded.isEmpty()) {
            List<SchemaVersion> all =
                    application.map(v -> planner.between(SchemaVersion.ZERO, v)).orElse(List.of());
            return new UpgradeStatus(
                    application.isEmpty() ? State.DEVELOPMENT : State.UNINITIALISED,
                    configuration.component(),
                    configuration.rules().applicationVersion().text(),
                    Optional.empty(),
                    Optional.empty(),
                    all,
                    List.of(),
                    List.of());
        }
        RecordedState state = recorded.get();
        List<SchemaVersion> pending =
                application.map(v -> planner.between(state.version(), v)).orElse(List.of());
        List<SchemaVersion> missed = planner.missed(state);
        TreeSet<SchemaVersion> unfinished = new TreeSet<>(state.unfinishedUpgrades());
        unfinished.addAll(state.unfinishedRollbacks());
        return new UpgradeStatus(
                state(state, application, pending, missed, unfinished),
                configuration.component(),
                configuration.rules().applicationVersion().text(),
                Optional.of(state.version()),
                Optional.of(state.compatibleFrom()),
                pending,
                missed,
                List.copyOf(unfinished));
    }

    private State state(
            RecordedState state,
            Optional<SchemaVersion> application,
            List<SchemaVersion> pending,
            List<SchemaVersion> missed,
            Set<SchemaVersion> unfinished) {
        if (application.isEmpty()) {
            return State.DEVELOPMENT;
        }
        if (planner.isTooOld(state)) {
            return State.AHEAD;
        }
        if (!unfinished.isEmpty()) {
            return State.INCOMPLETE;
        }
        int order = application.get().compareTo(state.version());
        if (order < 0) {
            return State.AHEAD_COMPATIBLE;
        }
        if (!pending.isEmpty() || !missed.isEmpty()) {
            return State.PENDING;
        }
        return order == 0 ? State.CURRENT : State.BEHIND;
    }
}
