package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.TransitionSpec.NewType;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.SqlFragment;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The change of a column's type while old and new applications read and write it.
 *
 * <p>{@link #expand()} adds a second column of the new type, fills it, and keeps both in step. {@link #contract()}, in a later version, drops the old one and gives its name to the
 * second; with {@link #as(String)} the new type has a name of its own, under which applications use it from the end of expand on. Until contract {@link #revert()} makes the table what it
 * was. All three need {@code mode = ONLINE}, except that {@code revert()} is one transaction.
 *
 * <p>Immutable: each setting returns a copy. Call only.
 */
public final class ChangeColumnType extends ColumnTransition<ChangeColumnType> {

    private ChangeColumnType(TransitionSpec spec, Consumer<SchemaChange> sink) {
        super(spec, sink);
    }

    static ChangeColumnType of(TableName table, String column, String type, Consumer<SchemaChange> sink) {
        SqlFragment.prepared("type", type);
        Identifier old = new Identifier(column);
        return new ChangeColumnType(
                new TransitionSpec(
                        table,
                        old,
                        TransitionNames.secondColumn(old, type),
                        Optional.of(new NewType(type, Optional.empty(), Optional.empty())),
                        true,
                        ConflictPolicy.NEW_WINS,
                        TransitionSpec.Gates.DEFAULT),
                sink);
    }

    /**
     * Sets how values are converted. The default is a cast and an assignment, each way: what does not fit fails, and is never cut off.
     *
     * @param up a value of the new type, as SQL with {@code {value}} where the old one is to be, such as {@code {value}::numeric / 1000}
     * @param down a value of the old type, as SQL with {@code {value}} where the new one is to be
     * @return a copy
     */
    public ChangeColumnType using(String up, String down) {
        for (String expression : List.of(up, down)) {
            SqlFragment.prepared("conversion", expression.replace(Conversion.VALUE, "null"));
            if (!expression.contains(Conversion.VALUE)) {
                throw TransitionErrors.noPlaceholder(spec.label(), expression);
            }
        }
        return with(spec.newColumn(), new NewType(type().sql(), Optional.of(up), Optional.of(down)), spec.keepsName());
    }

    /**
     * Gives the new type a name of its own, which stays. By default the name of the column stays, and nobody uses the second column before contract.
     *
     * @param newName the new column, as it will be in the catalogue, without quotes
     * @return a copy
     */
    public ChangeColumnType as(String newName) {
        if (spec.oldColumn().text().equals(newName)) {
            throw TransitionErrors.sameName(spec.label());
        }
        return with(new Identifier(newName), type(), false);
    }

    private NewType type() {
        return spec.newType().orElseThrow();
    }

    private ChangeColumnType with(Identifier newColumn, NewType type, boolean keepsName) {
        return with(new TransitionSpec(
                spec.table(), spec.oldColumn(), newColumn, Optional.of(type), keepsName, spec.policy(), spec.gates()));
    }

    @Override
    ChangeColumnType with(TransitionSpec other) {
        return new ChangeColumnType(other, sink);
    }
}
