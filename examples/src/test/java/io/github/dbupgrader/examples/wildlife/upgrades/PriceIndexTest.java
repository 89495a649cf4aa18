package io.github.dbupgrader.examples.wildlife.upgrades;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Year;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceIndexTest {

    @ParameterizedTest
    @CsvSource({"1990, 100, 137.64", "2001, 100, 101.58", "2002, 99.99, 99.99", "1995, 0, 0.00"})
    void inDollarsOf2002_ofAYear_goesByItsIndex(int year, BigDecimal amount, BigDecimal expected) {
        assertThat(PriceIndex.inDollarsOf2002(amount, Year.of(year))).contains(expected);
    }

    @Test
    void inDollarsOf2002_ofAYearWithoutIndex_isEmpty() {
        assertThat(PriceIndex.inDollarsOf2002(BigDecimal.TEN, Year.of(2003))).isEmpty();
    }
}
