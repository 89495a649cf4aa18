package io.github.dbupgrader.metrics.profile;

final class IntegerProfile extends ColumnProfile {
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;
    private boolean seen;

    IntegerProfile(DistinctCounter distinct) {
        super(distinct);
    }

    @Override
    long add(Object value) {
        long number = (Long) value;
        min = Math.min(min, number);
        max = Math.max(max, number);
        seen = true;
        return Hashes.ofLong(number);
    }

    @Override
    void describe(ColumnFacts facts) {
        facts.extremes(seen ? min : null, seen ? max : null);
    }
}
