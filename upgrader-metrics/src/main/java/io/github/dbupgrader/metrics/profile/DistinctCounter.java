package io.github.dbupgrader.metrics.profile;

import com.dynatrace.hash4j.distinctcount.HyperLogLog;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts different 64-bit hashes: exactly up to a bound, and by an estimate beyond it.
 *
 * <p>The exact part is an open-addressing set of the hashes themselves, which grows from 64 places and is kept at most three quarters full. Two different values with
 * one hash are as likely as a broken memory chip: among 10 000 values, one in 369 thousand million. When the bound is passed, everything in the set goes into a
 * HyperLogLog with 2^14 registers (standard error 0.8 %) and the set is let go, so that memory never exceeds that of the full set.
 */
final class DistinctCounter {
    private static final int REGISTERS_LOG2 = 14;
    private static final int FIRST_PLACES = 64;

    private final int bound;
    private long[] places = new long[FIRST_PLACES];
    private int size;
    // 0 marks a free place, so the hash 0 is kept apart
    private boolean zeroSeen;
    private boolean mixed;
    private @Nullable HyperLogLog estimate;

    /** Counts exactly up to that many different hashes. */
    DistinctCounter(int bound) {
        this.bound = bound;
    }

    void add(long hash) {
        HyperLogLog large = estimate;
        if (large != null) {
            large.add(hash);
        } else if (hash == 0) {
            zeroSeen = true;
        } else if (insert(places, hash)) {
            size++;
            if (size + (zeroSeen ? 1 : 0) > bound) {
                beginEstimate();
            } else if (size * 4L > places.length * 3L) {
                grow();
            }
        }
    }

    /** From here on hashes of another kind follow, so that one value may be counted twice. */
    void mix() {
        mixed = true;
    }

    boolean isExact() {
        return estimate == null && !mixed;
    }

    long count() {
        HyperLogLog large = estimate;
        return large == null ? size + (zeroSeen ? 1 : 0) : Math.round(large.getDistinctCountEstimate());
    }

    // The places are a power of two; the hash is well mixed, so its low bits choose.
    private static boolean insert(long[] places, long hash) {
        int mask = places.length - 1;
        int place = (int) hash & mask;
        while (places[place] != 0) {
            if (places[place] == hash) {
                return false;
            }
            place = (place + 1) & mask;
        }
        places[place] = hash;
        return true;
    }

    private void grow() {
        long[] larger = new long[places.length * 2];
        for (long hash : places) {
            if (hash != 0) {
                insert(larger, hash);
            }
        }
        places = larger;
    }

    private void beginEstimate() {
        HyperLogLog large = HyperLogLog.create(REGISTERS_LOG2);
        Arrays.stream(places).filter(hash -> hash != 0).forEach(large::add);
        if (zeroSeen) {
            large.add(0);
        }
        estimate = large;
        places = new long[0];
    }
}
