package io.github.dbupgrader;

import io.github.dbupgrader.history.HistoryReader.Raise;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The oldest application version that may run on the schema when an upgrade has been undone.
 *
 * <p>Where upgrades ran in the order of their versions, that is what it was before this one ran. One that was merged late ran after newer ones, which are undone
 * before it: so it is worked out from what is still there.
 */
final class RollbackFloor {

    private RollbackFloor() {}

    /** {@return the version from which recording began, or, if that is more, what the upgrades that stay need; no more than now} */
    static SchemaVersion after(Configuration configuration, RunSession session, SchemaVersion undone, Position now) {
        Map<SchemaVersion, Optional<SchemaVersion>> staying = new TreeMap<>();
        for (Raise raise : session.history().raises(session.own())) {
            if (raise.upgraded()) {
                staying.put(raise.version(), raise.raisedTo());
            } else {
                staying.remove(raise.version());
            }
        }
        staying.remove(undone);
        Stream<SchemaVersion> needed = staying.entrySet().stream()
                .flatMap(e -> e.getValue().or(() -> declared(configuration, e.getKey())).stream());
        SchemaVersion floor = Stream.concat(
                        needed, Stream.of(session.requireState().initialisedVersion()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return floor.isAfter(now.compatibleFrom()) ? now.compatibleFrom() : floor;
    }

    /** An upgrade that raised nothing did not say in the history what it needs. */
    private static Optional<SchemaVersion> declared(Configuration configuration, SchemaVersion version) {
        return Optional.ofNullable(configuration.registry().upgrades().get(version))
                .map(RegisteredMethod::compatibleFrom);
    }
}
