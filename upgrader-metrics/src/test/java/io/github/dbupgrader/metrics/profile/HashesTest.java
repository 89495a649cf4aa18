package io.github.dbupgrader.metrics.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** {@code metrics 22}: what SQL takes for one value has one hash, and what it tells apart has two. */
class HashesTest {

    @Test
    void decimals_ofOneValue_haveOneHash() {
        assertThat(Hashes.ofDecimal(new BigDecimal("1.0")))
                .isEqualTo(Hashes.ofDecimal(new BigDecimal("1.00")))
                .isEqualTo(Hashes.ofDecimal(new BigDecimal("1")))
                .isNotEqualTo(Hashes.ofDecimal(new BigDecimal("10")))
                .isNotEqualTo(Hashes.ofDecimal(new BigDecimal("-1")));
        assertThat(Hashes.ofDecimal(new BigDecimal("0.00"))).isEqualTo(Hashes.ofDecimal(BigDecimal.ZERO));
        assertThat(Hashes.ofDecimal(new BigDecimal("123456789012345678901234567890.10")))
                .isEqualTo(Hashes.ofDecimal(new BigDecimal("123456789012345678901234567890.1")))
                .isNotEqualTo(Hashes.ofDecimal(new BigDecimal("123456789012345678901234567890.2")));
        assertThat(Hashes.ofDecimal(new BigDecimal("1E+3"))).isEqualTo(Hashes.ofDecimal(new BigDecimal("1000")));
    }

    @Test
    void zeros_andAllNotANumber_areOne() {
        assertThat(Hashes.ofDouble(-0.0)).isEqualTo(Hashes.ofDouble(0.0));
        assertThat(Hashes.ofDouble(Double.longBitsToDouble(0x7ff8000000000123L)))
                .isEqualTo(Hashes.ofDouble(Double.NaN));
        assertThat(Hashes.ofDouble(Double.POSITIVE_INFINITY)).isNotEqualTo(Hashes.ofDouble(Double.NEGATIVE_INFINITY));
    }

    @Test
    void texts_areTakenAsTheyAre() {
        assertThat(Hashes.ofText("EMEA")).isNotEqualTo(Hashes.ofText("emea"));
        assertThat(Hashes.ofText("é")).isNotEqualTo(Hashes.ofText("e\u0301"));
        assertThat(Hashes.ofText(new String("日本".toCharArray()))).isEqualTo(Hashes.ofText("日本"));
        assertThat(Hashes.ofBytes(new byte[] {1, 2})).isEqualTo(Hashes.ofBytes(new byte[] {1, 2}));
    }
}
