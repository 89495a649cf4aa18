package io.github.dbupgrader.metrics.profile;

import java.math.BigDecimal;

/** Decimals; a {@link Double} among them is NaN or infinite, which no {@link BigDecimal} can be. */
final class DecimalProfile extends ColumnProfile {
    private final Extremes<BigDecimal> extremes = new Extremes<>();
    private long notFinite;

    DecimalProfile(DistinctCounter distinct) {
        super(distinct);
    }

    @Override
    long add(Object value) {
        if (value instanceof Double special) {
            notFinite++;
            return Hashes.ofDouble(special);
        }
        BigDecimal number = (BigDecimal) value;
        extremes.add(number);
        return Hashes.ofDecimal(number);
    }

    @Override
    void describe(ColumnFacts facts) {
        facts.extremes(extremes.min(), extremes.max()).count("non_finite_count", notFinite);
    }
}
