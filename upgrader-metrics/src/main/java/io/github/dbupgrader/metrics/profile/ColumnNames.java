package io.github.dbupgrader.metrics.profile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells columns of one label apart: the first keeps it, the next are {@code label (2)}, {@code label (3)}. Rows and metadata both use it. */
final class ColumnNames {

    private ColumnNames() {}

    static List<String> distinguished(List<String> labels) {
        Set<String> taken = new HashSet<>(labels);
        Set<String> seen = new HashSet<>();
        List<String> names = new ArrayList<>(labels.size());
        for (String label : labels) {
            String name = label;
            for (int number = 2; !seen.add(name); number++) {
                name = label + " (" + number + ")";
                if (taken.contains(name)) {
                    // a column is called that already, before or after this one
                    name = label;
                }
            }
            names.add(name);
        }
        return names;
    }
}
