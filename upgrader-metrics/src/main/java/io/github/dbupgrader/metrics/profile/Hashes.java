package io.github.dbupgrader.metrics.profile;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * 64-bit hashes of canonical forms: what SQL's {@code count(distinct)} takes for one value has one hash. {@code 1.0} is {@code 1.00}, negative zero is
 * zero, all NaN are one.
 */
final class Hashes {
    private static final Hasher64 HASHER = Hashing.komihash5_0();
    private static final int LONG_DIGITS = 18;

    private Hashes() {}

    static long ofLong(long value) {
        return HASHER.hashLongToLong(value);
    }

    static long ofLongs(long first, long second) {
        return HASHER.hashLongLongToLong(first, second);
    }

    static long ofDouble(double value) {
        // adding 0.0 makes zero of negative zero; doubleToLongBits makes one NaN of all
        return ofLong(Double.doubleToLongBits(value + 0.0));
    }

    static long ofDecimal(BigDecimal value) {
        if (value.signum() == 0) {
            return ofLongs(0, 0);
        }
        BigDecimal canonical = value.stripTrailingZeros();
        BigInteger digits = canonical.unscaledValue();
        if (canonical.precision() <= LONG_DIGITS) {
            return ofLongs(digits.longValue(), canonical.scale());
        }
        return HASHER.hashStream()
                .putByteArray(digits.toByteArray())
                .putInt(canonical.scale())
                .getAsLong();
    }

    static long ofText(CharSequence text) {
        return HASHER.hashCharsToLong(text);
    }

    static long ofBytes(byte[] bytes) {
        return HASHER.hashBytesToLong(bytes);
    }
}
