package io.github.dbupgrader.benchmarks.measure;

import java.util.List;

/**
 * The outcome of one measurement.
 *
 * @param title what was measured
 * @param header the columns
 * @param rows the cells
 * @param targets what this library was to reach
 */
public record Section(String title, List<String> header, List<List<String>> rows, List<Target> targets) {

    /** Copies the lists. */
    public Section {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
        targets = List.copyOf(targets);
    }
}
