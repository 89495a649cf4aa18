package io.github.dbupgrader.examples.wildlife.upgrades;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Year;
import java.util.Map;
import java.util.Optional;

/** Dollars of different years made comparable, by the consumer price index of the United States (CPI-U, yearly average, Bureau of Labor Statistics). */
final class PriceIndex {

    private static final BigDecimal BASE = new BigDecimal("179.9");
    private static final Map<Year, BigDecimal> CPI = Map.ofEntries(
            index(1990, "130.7"),
            index(1991, "136.2"),
            index(1992, "140.3"),
            index(1993, "144.5"),
            index(1994, "148.2"),
            index(1995, "152.4"),
            index(1996, "156.9"),
            index(1997, "160.5"),
            index(1998, "163.0"),
            index(1999, "166.6"),
            index(2000, "172.2"),
            index(2001, "177.1"),
            Map.entry(Year.of(2002), BASE));

    private PriceIndex() {}

    /** {@return what an amount of a year is worth in dollars of 2002, in cents; empty for a year whose index is not known here} */
    static Optional<BigDecimal> inDollarsOf2002(BigDecimal amount, Year year) {
        return Optional.ofNullable(CPI.get(year))
                .map(index -> amount.multiply(BASE).divide(index, 2, RoundingMode.HALF_UP));
    }

    private static Map.Entry<Year, BigDecimal> index(int year, String value) {
        return Map.entry(Year.of(year), new BigDecimal(value));
    }
}
