package io.github.dbupgrader.backfill;

import java.time.Duration;
import java.util.Optional;

/**
 * What a worker gets when it asks for work.
 *
 * @param kind what
 * @param lease the chunk, if it got one
 * @param state the backfill's state
 * @param since for how long it has this state, by the clock of the server
 */
record Claim(Kind kind, Optional<Lease> lease, BackfillState state, Duration since) {

    /** What a worker gets. */
    enum Kind {
        /** A chunk. */
        LEASED,
        /** Nothing now: other workers have all of it, or the schema has not come so far. */
        NOTHING,
        /** Nothing until a person or a throttle lets it go on. */
        STOPPED,
        /** Nothing any more. */
        OVER,
        /** Nothing here: it was begun with another definition. */
        CHANGED
    }

    static Claim leased(Lease lease) {
        return new Claim(Kind.LEASED, Optional.of(lease), BackfillState.RUNNING, Duration.ZERO);
    }

    static Claim of(Kind kind, BackfillState state, Duration since) {
        return new Claim(kind, Optional.empty(), state, since);
    }
}
