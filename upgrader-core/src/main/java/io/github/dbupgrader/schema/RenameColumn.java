package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.Identifier;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rename of a column while old and new applications read and write it.
 *
 * <p>{@link #expand()} adds a column of the new name, fills it, and keeps both in step; from its end on applications may use the new name. {@link #contract()}, in a later
 * version, drops the old one, when no service needs it any more. Until then {@link #revert()} makes the table what it was. All three need {@code mode = ONLINE}, except that
 * {@code revert()} is one transaction.
 *
 * <p>Immutable: each setting returns a copy. Call only.
 */
public final class RenameColumn extends ColumnTransition<RenameColumn> {

    private RenameColumn(TransitionSpec spec, Consumer<SchemaChange> sink) {
        super(spec, sink);
    }

    static RenameColumn of(TableName table, String oldName, String newName, Consumer<SchemaChange> sink) {
        TransitionSpec spec = new TransitionSpec(
                table,
                new Identifier(oldName),
                new Identifier(newName),
                Optional.empty(),
                false,
                ConflictPolicy.NEW_WINS,
                TransitionSpec.Gates.DEFAULT);
        if (oldName.equals(newName)) {
            throw TransitionErrors.sameName(spec.label());
        }
        return new RenameColumn(spec, sink);
    }

    @Override
    RenameColumn with(TransitionSpec other) {
        return new RenameColumn(other, sink);
    }
}
