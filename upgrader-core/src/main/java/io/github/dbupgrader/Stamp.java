package io.github.dbupgrader;

import io.github.dbupgrader.history.HistoryAction;
import io.github.dbupgrader.history.HistoryRow;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.Optional;

/** Records a version that has no upgrade or rollback of its own. Who may run on the schema stays as it is. */
final class Stamp {

    private final RunSession session;

    Stamp(RunSession session) {
        this.session = session;
    }

    void stamp(Position position, SchemaVersion version) {
        HistoryRow row = HistoryRow.of(HistoryAction.STAMP)
                .versions(Optional.of(position.version()), version)
                .compatible(Optional.of(position.compatibleFrom()), position.compatibleFrom());
        long revision = session.writer()
                .stamp(
                        session.own(),
                        session.fence(position.revision(), Optional.empty()),
                        version,
                        position.compatibleFrom(),
                        row);
        position.advance(revision, version, position.compatibleFrom());
    }
}
