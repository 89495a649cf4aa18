package io.github.dbupgrader.benchmarks.measure;

import java.util.Locale;

/**
 * What this library is to reach, and whether it does.
 *
 * @param what what is compared
 * @param figure what was measured, as text
 * @param limit what it may be at most or must be at least, as text
 * @param reached whether it is
 */
public record Target(String what, String figure, String limit, boolean reached) {

    /**
     * {@return a target for a number}
     *
     * @param what what is compared
     * @param figure what was measured
     * @param limit what it may be at most
     * @param unit of both, perhaps empty
     */
    public static Target atMost(String what, double figure, double limit, String unit) {
        return new Target(what, text(figure) + unit, "≤ " + text(limit) + unit, figure <= limit);
    }

    /**
     * {@return a target for a number}
     *
     * @param what what is compared
     * @param figure what was measured
     * @param limit what it must be at least
     * @param unit of both, perhaps empty
     */
    public static Target atLeast(String what, double figure, double limit, String unit) {
        return new Target(what, text(figure) + unit, "≥ " + text(limit) + unit, figure >= limit);
    }

    private static String text(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.format(Locale.ROOT, "%.2f", number);
    }
}
