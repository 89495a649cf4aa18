package io.github.dbupgrader.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The times of one case, in milliseconds: the median is what counts, the range says how far to believe it. */
public final class Sample {

    private final List<Double> millis = new ArrayList<>();

    /** Something that takes time. */
    @FunctionalInterface
    public interface Timed {
        /**
         * Does it.
         *
         * @throws Exception if it fails
         */
        void run() throws Exception;
    }

    /**
     * {@return how long something takes, in milliseconds}
     *
     * @param work what
     * @throws Exception if it fails
     */
    public static double time(Timed work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /**
     * Adds a time.
     *
     * @param value milliseconds
     */
    public void add(double value) {
        millis.add(value);
    }

    /** {@return how many times there are} */
    public int count() {
        return millis.size();
    }

    /** {@return the middle one; not a number where there is none} */
    public double median() {
        if (millis.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = millis.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** {@return the longest; 0 where there is none} */
    public double longest() {
        return millis.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** {@return the range, as text} */
    public String range() {
        double shortest = millis.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        return human(shortest) + " – " + human(longest());
    }

    /** {@return the median, as text} */
    public String medianText() {
        return millis.isEmpty() ? "–" : human(median());
    }

    /**
     * {@return milliseconds as people read them}
     *
     * @param value milliseconds
     */
    public static String human(double value) {
        if (value >= 1000) {
            return String.format(Locale.ROOT, "%.2f s", value / 1000);
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f ms" : "%.0f ms", value);
    }
}
