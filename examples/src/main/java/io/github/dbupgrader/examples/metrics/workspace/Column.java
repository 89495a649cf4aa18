package io.github.dbupgrader.examples.metrics.workspace;

import java.util.Arrays;
import java.util.List;

/** A column of a result, and its kind as definitions once wrote it down: {@code string}, {@code number}, {@code date} or {@code boolean}. */
record Column(String name, String kind) {

    /** Reads {@code "year number, strikes number"}. */
    static List<Column> list(String text) {
        return Arrays.stream(text.split(", "))
                .map(column -> column.split(" "))
                .map(parts -> new Column(parts[0], parts[1]))
                .toList();
    }

    boolean isNumber() {
        return kind.equals("number");
    }
}
