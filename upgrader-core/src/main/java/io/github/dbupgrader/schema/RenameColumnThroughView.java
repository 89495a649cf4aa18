package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.Identifier;
import java.util.function.Consumer;

/**
 * The rename of a column of a table whose rows cannot be written anew, while old and new applications read and write it. For all other tables there is {@link RenameColumn}.
 *
 * <p>{@link #expand()} renames the table, and puts a view under its name that has the column under both names; it is one short transaction. {@link #contract()}, in a later version, drops the
 * view, gives the table its name back and the column its new one; it needs {@code mode = ONLINE}. Until then {@link #revert()}, one short transaction, makes the table what it was.
 *
 * <p>Between the two nobody may give both names in one INSERT or UPDATE, and a view takes no COPY FROM, TRUNCATE, foreign key, or, before PostgreSQL 17, MERGE: applications that use those
 * must change before expand.
 *
 * <p>Immutable: each setting returns a copy. Call only.
 */
public final class RenameColumnThroughView extends ViewTransition<RenameColumnThroughView> {

    private RenameColumnThroughView(TableRename rename, Consumer<SchemaChange> sink) {
        super(rename, sink);
    }

    static RenameColumnThroughView of(TableName table, String oldName, String newName, Consumer<SchemaChange> sink) {
        TableRename rename = TableRename.ofColumn(table, new Identifier(oldName), new Identifier(newName));
        if (oldName.equals(newName)) {
            throw TransitionErrors.sameName(rename.label());
        }
        return new RenameColumnThroughView(rename, sink);
    }

    @Override
    RenameColumnThroughView with(TableRename other) {
        return new RenameColumnThroughView(other, sink);
    }
}
