package io.github.dbupgrader.backfill;

import java.util.List;
import java.util.Optional;

/** A chunk that a worker has for itself, for a while. Its position moves with each commit. Not thread-safe. */
final class Lease {

    /** What kind of chunk it is. */
    enum Kind {
        RANGE,
        RETRY,
        FOLLOW_UP
    }

    private final int chunk;
    private final Kind kind;
    private final int pass;
    private final long fence;
    private final List<String> to;
    private Optional<List<String>> cursor;
    private BatchSizer sizer;
    private boolean suspect;

    Lease(
            int chunk,
            Kind kind,
            int pass,
            long fence,
            Optional<List<String>> cursor,
            List<String> to,
            BatchSizer sizer) {
        this.chunk = chunk;
        this.kind = kind;
        this.pass = pass;
        this.fence = fence;
        this.cursor = cursor;
        this.to = to;
        this.sizer = sizer;
    }

    int chunk() {
        return chunk;
    }

    Kind kind() {
        return kind;
    }

    int pass() {
        return pass;
    }

    long fence() {
        return fence;
    }

    BatchSizer sizer() {
        return sizer;
    }

    /** {@return what is left of it} */
    KeyRange rest() {
        return KeyRange.of(cursor, to);
    }

    /** {@return whether a later pass has to look at it batch by batch} */
    boolean isSuspect() {
        return suspect;
    }

    void suspect() {
        suspect = true;
    }

    boolean isLast(List<String> key) {
        return key.equals(to);
    }

    void advance(List<String> key, BatchSizer next) {
        cursor = Optional.of(key);
        sizer = next;
    }

    void resize(BatchSizer next) {
        sizer = next;
    }
}
