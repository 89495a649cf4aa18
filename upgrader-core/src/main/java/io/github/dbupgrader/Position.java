package io.github.dbupgrader;

import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.version.SchemaVersion;

/** Where a run stands: what is recorded after what it has done so far. Used by one thread. */
final class Position {

    private SchemaVersion version;
    private SchemaVersion compatibleFrom;
    private long revision;

    Position(RecordedState state) {
        this.version = state.version();
        this.compatibleFrom = state.compatibleFrom();
        this.revision = state.revision();
    }

    SchemaVersion version() {
        return version;
    }

    SchemaVersion compatibleFrom() {
        return compatibleFrom;
    }

    long revision() {
        return revision;
    }

    /** An upgrade never lowers what it takes to run on the schema. */
    SchemaVersion raisedTo(SchemaVersion compatible) {
        return compatible.isAfter(compatibleFrom) ? compatible : compatibleFrom;
    }

    void advance(long newRevision) {
        this.revision = newRevision;
    }

    void advance(long newRevision, SchemaVersion newVersion, SchemaVersion newCompatibleFrom) {
        this.revision = newRevision;
        this.version = newVersion;
        this.compatibleFrom = newCompatibleFrom;
    }
}
