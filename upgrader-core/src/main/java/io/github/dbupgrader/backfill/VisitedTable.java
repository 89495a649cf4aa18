package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.Identifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The table of a backfill as it is in this database.
 *
 * @param quoted its name, quoted, with its schema
 * @param key the key along which it is visited
 * @param types the types of its columns, for casts
 * @param partitions its partitions, described; none if it has none
 */
record VisitedTable(String quoted, List<KeyColumn> key, Map<String, String> types, List<String> partitions) {

    /** {@return the key as one value of type text[]} */
    String keyAsText(String qualifier) {
        return key.stream()
                .map(c -> qualifier + c.name().quoted() + "::text")
                .collect(Collectors.joining(", ", "array[", "]"));
    }

    String order(String qualifier, boolean reversed) {
        return key.stream().map(c -> c.order(qualifier, reversed)).collect(Collectors.joining(", "));
    }

    /** {@return the type of a column, for a cast} */
    String type(Identifier column) {
        return Optional.ofNullable(types.get(column.text()))
                .orElseThrow(() -> BackfillErrors.noSuchColumn(quoted, column.text()));
    }

    List<String> keyNames() {
        return key.stream().map(c -> c.name().text()).toList();
    }
}
