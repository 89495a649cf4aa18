package io.github.dbupgrader.metrics.profile;

final class BooleanProfile extends ColumnProfile {
    private long trues;

    BooleanProfile(DistinctCounter distinct) {
        super(distinct);
    }

    @Override
    long add(Object value) {
        boolean truth = (Boolean) value;
        if (truth) {
            trues++;
        }
        return Hashes.ofLong(truth ? 1 : 0);
    }

    @Override
    void describe(ColumnFacts facts) {
        facts.count("true_count", trues);
    }
}
