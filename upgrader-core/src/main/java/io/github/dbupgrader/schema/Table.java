package io.github.dbupgrader.schema;

import io.github.dbupgrader.backfill.Backfill;
import java.util.function.Consumer;

/**
 * The changes of one table. Each call acts where it stands: in an ONLINE upgrade it declares sub-steps, in a TRANSACTIONAL one it acts at once, and is refused
 * if it needs more than one transaction.
 *
 * <p>Call only. Not safe for use by several threads.
 */
public final class Table {

    private final TableName name;
    private final TableChanges changes;
    private final Consumer<SchemaChange> sink;

    Table(TableName name, Consumer<SchemaChange> sink) {
        this.name = name;
        this.changes = new TableChanges(name);
        this.sink = sink;
    }

    /**
     * Adds a column that may be null.
     *
     * @param column the column as it will be in the catalogue, without quotes
     * @param type its type as SQL
     */
    public void addColumn(String column, String type) {
        addColumn(Column.named(column, type));
    }

    /**
     * Adds a column that may be null and has a comment.
     *
     * @param column the column as it will be in the catalogue, without quotes
     * @param type its type as SQL
     * @param comment what it means
     */
    public void addColumn(String column, String type, String comment) {
        addColumn(Column.named(column, type).comment(comment));
    }

    /**
     * Adds a column that may be null. The rows that are there get its default, if it has one.
     *
     * <p>Refused is what would have all rows written meanwhile: defaults that differ by row, domains with a constraint, serial, identity and stored generated columns.
     *
     * @param column the column
     */
    public void addColumn(Column column) {
        sink.accept(changes.addColumn(column));
    }

    /**
     * Adds a column that must not be null, whose default is the value of all rows: one short transaction.
     *
     * @param column the column, with a default that is one value for all rows
     */
    public void addRequiredColumn(Column column) {
        sink.accept(changes.addRequiredColumn(column));
    }

    /**
     * Adds a column that must not be null, and has no default. Needs {@code mode = ONLINE}; see {@link #addRequiredColumn(Column, String)}.
     *
     * @param column the column as it will be in the catalogue, without quotes
     * @param type its type as SQL
     * @param fill what the rows that are there get, as SQL over their columns
     */
    public void addRequiredColumn(String column, String type, String fill) {
        addRequiredColumn(Column.named(column, type), fill);
    }

    /**
     * Adds a column that must not be null, while the table is read and written. Needs {@code mode = ONLINE}.
     *
     * <p>The column comes empty; new rows get its default; the others are filled by a backfill; then it becomes NOT NULL as by {@link #setNotNull}. Without a default,
     * whatever inserts rows must know the column before: its inserts fail from the last part on.
     *
     * @param column the column; its default is for new rows, and may be another for each
     * @param fill what the rows that are there get, as SQL over their columns, such as {@code coalesce(litres, 0)}; the table needs a primary key
     */
    public void addRequiredColumn(Column column, String fill) {
        sink.accept(changes.addRequiredColumn(column, fill));
    }

    /**
     * Adds a column that must not be null, and is filled by a backfill of the caller's. Needs {@code mode = ONLINE}.
     *
     * @param column the column; its default is for new rows, and may be another for each
     * @param fill what fills the rows that are there; best with {@code pending("… is null")}
     */
    public void addRequiredColumn(Column column, Backfill fill) {
        sink.accept(changes.addRequiredColumn(column, fill));
    }

    /**
     * Makes a column NOT NULL, while the table is read and written. Needs {@code mode = ONLINE}.
     *
     * <p>Refused while rows have a null there: fill them before, by a backfill in the same upgrade.
     *
     * @param column the column as it is in the catalogue, without quotes
     */
    public void setNotNull(String column) {
        sink.accept(changes.setNotNull(column));
    }

    /**
     * Lets a column be null. Applications that read it must bear that before. To be reverted by itself only while the table is small.
     *
     * @param column the column as it is in the catalogue, without quotes
     */
    public void dropNotNull(String column) {
        sink.accept(changes.dropNotNull(column));
    }

    /**
     * Sets the default of a column that has none. Rows that are there are left as they are.
     *
     * @param column the column as it is in the catalogue, without quotes
     * @param to the new default as SQL; may be another for each row
     */
    public void setDefault(String column, String to) {
        sink.accept(changes.setDefault(column, to));
    }

    /**
     * Changes the default of a column. Refused if it is another one by now, so that nobody's is lost.
     *
     * @param column the column as it is in the catalogue, without quotes
     * @param from the default that is there, as SQL; a revert sets it again
     * @param to the new default as SQL
     */
    public void changeDefault(String column, String from, String to) {
        sink.accept(changes.changeDefault(column, from, to));
    }

    /**
     * Drops the default of a column. Refused if it is another one by now.
     *
     * @param column the column as it is in the catalogue, without quotes
     * @param from the default that is there, as SQL; a revert sets it again
     */
    public void dropDefault(String column, String from) {
        sink.accept(changes.dropDefault(column, from));
    }

    /**
     * Builds a plain index while the table is read and written. Needs {@code mode = ONLINE}.
     *
     * @param index the name of the index
     * @param columns the columns, as they are in the catalogue, without quotes
     */
    public void createIndexConcurrently(String index, String... columns) {
        createIndexConcurrently(Index.named(index).on(columns));
    }

    /**
     * Builds an index while the table is read and written. Needs {@code mode = ONLINE}.
     *
     * <p>Repeatable: an index that an interrupted build left invalid is dropped concurrently and built anew; a build that another session has under way is
     * waited for; success means that the index is valid and has this definition. An index of this name with another definition is an error.
     *
     * @param index the index
     */
    public void createIndexConcurrently(Index index) {
        sink.accept(changes.createIndexConcurrently(index));
    }

    /**
     * Drops a column, its indexes concurrently before it. Needs {@code mode = ONLINE}. There is no revert: the values are gone.
     *
     * <p>Refused while anything depends on it that does not belong to its own table, such as a view, a policy, a trigger or another table's foreign key, or while the text of
     * a function names both the table and the column.
     *
     * @param column the column as it is in the catalogue, without quotes
     * @param functionsChecked names of functions whose text names table and column, but means something else
     */
    public void dropColumn(String column, String... functionsChecked) {
        sink.accept(changes.dropColumn(column, functionsChecked));
    }

    /**
     * Adds a check while the table is read and written. Needs {@code mode = ONLINE}. Refused while rows violate it.
     *
     * @param constraint its name as it will be in the catalogue, without quotes
     * @param condition what must not be false of any row, as SQL over its columns
     */
    public void addCheck(String constraint, String condition) {
        sink.accept(changes.addCheck(constraint, condition));
    }

    /**
     * Adds a foreign key while both tables are read and written. Needs {@code mode = ONLINE}. Build an index on its columns before, or deletes of the other table's rows are
     * slow.
     *
     * @param key the foreign key
     */
    public void addForeignKey(ForeignKey key) {
        sink.accept(changes.addForeignKey(key));
    }

    /**
     * Adds a unique constraint; its index is built concurrently. Needs {@code mode = ONLINE}.
     *
     * @param constraint its name, and that of its index, as it will be in the catalogue, without quotes
     * @param columns the columns as they are in the catalogue, without quotes
     */
    public void addUnique(String constraint, String... columns) {
        sink.accept(changes.addUnique(constraint, columns));
    }

    /**
     * Adds a primary key; its index is built concurrently. Needs {@code mode = ONLINE}, and columns that are NOT NULL.
     *
     * @param constraint its name, and that of its index, as it will be in the catalogue, without quotes
     * @param columns the columns as they are in the catalogue, without quotes
     */
    public void addPrimaryKey(String constraint, String... columns) {
        sink.accept(changes.addPrimaryKey(constraint, columns));
    }

    /**
     * Validates a check or foreign key that is not yet valid, while the tables are read and written. Needs {@code mode = ONLINE}.
     *
     * @param constraint its name as it is in the catalogue, without quotes
     */
    public void validateConstraint(String constraint) {
        sink.accept(changes.validateConstraint(constraint));
    }

    /**
     * Drops a constraint in one short transaction. There is no revert.
     *
     * @param constraint its name as it is in the catalogue, without quotes
     */
    public void dropConstraint(String constraint) {
        sink.accept(changes.dropConstraint(constraint));
    }

    /**
     * Drops an index while the table is read and written. Needs {@code mode = ONLINE}. A revert builds it again.
     *
     * @param index the index as it is; one of the same name and another definition is an error
     */
    public void dropIndexConcurrently(Index index) {
        sink.accept(changes.dropIndexConcurrently(index));
    }

    /**
     * Replaces an index while the table is read and written: the new one is built, then the old one is dropped. Needs {@code mode = ONLINE}.
     *
     * @param from the index as it is
     * @param to the new index, of another name
     */
    public void replaceIndex(Index from, Index to) {
        sink.accept(changes.replaceIndex(from, to));
    }

    /**
     * {@return the rename of a column while it is used; to be followed by expand(), contract() or revert()}
     *
     * @param oldName the column as it is in the catalogue, without quotes
     * @param newName its new name, without quotes
     */
    public RenameColumn renameColumn(String oldName, String newName) {
        return RenameColumn.of(name, oldName, newName, sink);
    }

    /**
     * {@return the rename of a column of a table whose rows cannot be written anew; to be followed by expand(), contract() or revert()}
     *
     * @param oldName the column as it is in the catalogue, without quotes
     * @param newName its new name, without quotes
     */
    public RenameColumnThroughView renameColumnThroughView(String oldName, String newName) {
        return RenameColumnThroughView.of(name, oldName, newName, sink);
    }

    /**
     * {@return the rename of this table while it is used; to be followed by expand(), contract() or revert()}
     *
     * @param newName its new name, without quotes, in the same schema
     */
    public RenameTable renameTo(String newName) {
        return RenameTable.of(name, newName, sink);
    }

    /**
     * {@return the change of a column's type while it is used; to be followed by expand(), contract() or revert()}
     *
     * @param column the column as it is in the catalogue, without quotes
     * @param type the new type as SQL, such as {@code bigint} or {@code numeric(12,2)}
     */
    public ChangeColumnType changeType(String column, String type) {
        return ChangeColumnType.of(name, column, type, sink);
    }
}
