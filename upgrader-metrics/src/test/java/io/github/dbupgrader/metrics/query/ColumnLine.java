package io.github.dbupgrader.metrics.query;

import io.github.dbupgrader.metrics.model.ColumnMetadata;
import io.github.dbupgrader.metrics.model.DataMetadata;
import java.util.List;

/** A column's metadata in one line, for tables of what is expected. */
final class ColumnLine {

    private ColumnLine() {}

    static List<String> of(DataMetadata metadata) {
        return metadata.columns().stream().map(ColumnLine::of).toList();
    }

    private static String of(ColumnMetadata column) {
        return column.name() + " | " + column.simpleType().text() + " / " + column.type() + " | " + column.minValue()
                + " | " + column.maxValue() + " | " + column.uniqueValues().getAsLong() + " | "
                + column.fact("null_count");
    }
}
