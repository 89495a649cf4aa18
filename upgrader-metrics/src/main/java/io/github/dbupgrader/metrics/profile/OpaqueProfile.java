package io.github.dbupgrader.metrics.profile;

/** Values of which only equality is known, as text or bytes. */
final class OpaqueProfile extends ColumnProfile {

    OpaqueProfile(DistinctCounter distinct) {
        super(distinct);
    }

    @Override
    long add(Object value) {
        return value instanceof byte[] bytes ? Hashes.ofBytes(bytes) : Hashes.ofText((String) value);
    }

    @Override
    void describe(ColumnFacts facts) {
        // nothing but the counts
    }
}
