package io.github.dbupgrader.backfill;

import io.github.dbupgrader.backfill.Work.Compute;
import io.github.dbupgrader.sql.Identifier;
import java.util.ArrayList;
import java.util.List;

/**
 * What Java reads of a row, and what it writes.
 *
 * @param read columns and expressions
 * @param write columns
 */
record JavaColumns(List<Compute.Column> read, List<Identifier> write) {

    static final JavaColumns NONE = new JavaColumns(List.of(), List.of());

    JavaColumns {
        read = List.copyOf(read);
        write = List.copyOf(write);
    }

    JavaColumns reading(Compute.Column column) {
        List<Compute.Column> more = new ArrayList<>(read);
        more.add(column);
        return new JavaColumns(more, write);
    }

    JavaColumns writing(List<Identifier> columns) {
        return new JavaColumns(read, columns);
    }
}
