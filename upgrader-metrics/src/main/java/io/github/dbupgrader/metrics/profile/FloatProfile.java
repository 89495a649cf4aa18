package io.github.dbupgrader.metrics.profile;

/** Both precisions: every {@link Float} is a {@link Double}, and is given back as the float that it was. */
final class FloatProfile extends ColumnProfile {
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private boolean seen;
    private boolean singlePrecision;
    private long notFinite;

    FloatProfile(DistinctCounter distinct) {
        super(distinct);
    }

    @Override
    long add(Object value) {
        singlePrecision = value instanceof Float;
        double number = ((Number) value).doubleValue() + 0.0;
        if (Double.isFinite(number)) {
            min = Math.min(min, number);
            max = Math.max(max, number);
            seen = true;
        } else {
            notFinite++;
        }
        return Hashes.ofDouble(number);
    }

    @Override
    void describe(ColumnFacts facts) {
        facts.extremes(seen ? original(min) : null, seen ? original(max) : null).count("non_finite_count", notFinite);
    }

    private Object original(double number) {
        if (singlePrecision) {
            return (float) number;
        }
        return number;
    }
}
