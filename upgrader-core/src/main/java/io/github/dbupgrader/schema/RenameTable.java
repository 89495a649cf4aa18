package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.Identifier;
import java.util.function.Consumer;

/**
 * The rename of a table while old and new applications read and write it.
 *
 * <p>{@link #expand()} renames it and leaves a view under the old name, through which rows are read and written as before; it is one short transaction. {@link #contract()}, in a
 * later version, drops the view when no service needs it any more; it needs {@code mode = ONLINE}. Until then {@link #revert()}, one short transaction, gives the table its old name back.
 *
 * <p>A view takes no COPY FROM, TRUNCATE, foreign key, or, before PostgreSQL 17, MERGE; applications that use those under the old name must change before expand.
 *
 * <p>Immutable: each setting returns a copy. Call only.
 */
public final class RenameTable extends ViewTransition<RenameTable> {

    private RenameTable(TableRename rename, Consumer<SchemaChange> sink) {
        super(rename, sink);
    }

    static RenameTable of(TableName table, String newName, Consumer<SchemaChange> sink) {
        TableRename rename = TableRename.of(table, new Identifier(newName));
        if (table.name().equals(rename.newName())) {
            throw TableErrors.sameName(rename.label());
        }
        return new RenameTable(rename, sink);
    }

    @Override
    RenameTable with(TableRename other) {
        return new RenameTable(other, sink);
    }
}
