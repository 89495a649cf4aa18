package io.github.dbupgrader.metrics.profile;

import org.jspecify.annotations.Nullable;

/** Everything that is kept of the values of one column while rows pass: a few numbers and a bounded counter of distinct values. */
abstract class ColumnProfile {
    private final DistinctCounter distinct;
    private long nulls;

    ColumnProfile(DistinctCounter distinct) {
        this.distinct = distinct;
    }

    /** Chosen once for a column, by its type. */
    static ColumnProfile of(ColumnType type, int exactBound) {
        DistinctCounter distinct = new DistinctCounter(exactBound);
        return switch (type.kind()) {
            case INTEGER -> new IntegerProfile(distinct);
            case DECIMAL -> new DecimalProfile(distinct);
            case FLOAT -> new FloatProfile(distinct);
            case BOOLEAN -> new BooleanProfile(distinct);
            case DATE, TIMESTAMP, INSTANT -> new TemporalProfile(distinct);
            case TEXT -> new TextProfile(distinct, false);
            case PADDED_TEXT -> new TextProfile(distinct, true);
            case JSON, BYTES, OPAQUE -> new OpaqueProfile(distinct);
        };
    }

    final void accept(@Nullable Object value) {
        if (value == null) {
            nulls++;
        } else {
            distinct.add(add(value));
        }
    }

    /** Takes a value into account and returns the hash of its canonical form. */
    abstract long add(Object value);

    /** Adds extremes and counts of this kind of column. */
    abstract void describe(ColumnFacts facts);

    final void describe(ColumnFacts facts, long rows) {
        facts.counts(rows, nulls, distinct.count(), distinct.isExact());
        describe(facts);
    }

    /** What goes on with the counts so far when cells of this column turn out not to be what its type says. */
    final ColumnProfile undecodable() {
        distinct.mix();
        OpaqueProfile opaque = new OpaqueProfile(distinct);
        ((ColumnProfile) opaque).nulls = nulls;
        return opaque;
    }
}
