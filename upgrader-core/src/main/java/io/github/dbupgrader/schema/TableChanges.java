package io.github.dbupgrader.schema;

import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.sql.Identifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The changes of one table, as values. Immutable. Call only. */
public final class TableChanges {

    private final TableName name;

    TableChanges(TableName name) {
        this.name = name;
    }

    /**
     * {@return the adding of a column that may be null}
     *
     * @param column the column as it will be in the catalogue, without quotes
     * @param type its type as SQL
     */
    public SchemaChange addColumn(String column, String type) {
        return addColumn(Column.named(column, type));
    }

    /**
     * {@return the adding of a column that may be null and has a comment}
     *
     * @param column the column as it will be in the catalogue, without quotes
     * @param type its type as SQL
     * @param comment what it means
     */
    public SchemaChange addColumn(String column, String type, String comment) {
        return addColumn(Column.named(column, type).comment(comment));
    }

    /**
     * {@return the adding of a column that may be null; see {@link Table#addColumn(Column)}}
     *
     * @param column the column
     */
    public SchemaChange addColumn(Column column) {
        return new AddColumn(name, column);
    }

    /**
     * {@return the adding of a column that must not be null, whose default is the value of all rows}
     *
     * @param column the column, with a default that is one value for all rows
     */
    public SchemaChange addRequiredColumn(Column column) {
        return new AddRequiredColumn(name, column, Optional.empty());
    }

    /**
     * {@return the adding of a column that must not be null; see {@link Table#addRequiredColumn(Column, String)}}
     *
     * @param column the column as it will be in the catalogue, without quotes
     * @param type its type as SQL
     * @param fill what the rows that are there get, as SQL over their columns
     */
    public SchemaChange addRequiredColumn(String column, String type, String fill) {
        return addRequiredColumn(Column.named(column, type), fill);
    }

    /**
     * {@return the adding of a column that must not be null; see {@link Table#addRequiredColumn(Column, String)}}
     *
     * @param column the column; its default is for new rows
     * @param fill what the rows that are there get, as SQL over their columns
     */
    public SchemaChange addRequiredColumn(Column column, String fill) {
        return AddRequiredColumn.filledBy(name, column, fill);
    }

    /**
     * {@return the adding of a column that must not be null; see {@link Table#addRequiredColumn(Column, Backfill)}}
     *
     * @param column the column; its default is for new rows
     * @param fill what fills the rows that are there
     */
    public SchemaChange addRequiredColumn(Column column, Backfill fill) {
        return new AddRequiredColumn(name, column, Optional.of(fill));
    }

    /**
     * {@return the making NOT NULL of a column; see {@link Table#setNotNull}}
     *
     * @param column the column as it is in the catalogue, without quotes
     */
    public SchemaChange setNotNull(String column) {
        return new SetNotNull(name, new Identifier(column));
    }

    /**
     * {@return the letting a column be null; see {@link Table#dropNotNull}}
     *
     * @param column the column as it is in the catalogue, without quotes
     */
    public SchemaChange dropNotNull(String column) {
        return new DropNotNull(name, new Identifier(column));
    }

    /**
     * {@return the setting of a default where there is none; see {@link Table#setDefault}}
     *
     * @param column the column as it is in the catalogue, without quotes
     * @param to the new default as SQL
     */
    public SchemaChange setDefault(String column, String to) {
        return new ChangeDefault(name, new Identifier(column), Optional.empty(), Optional.of(to));
    }

    /**
     * {@return the changing of a default; see {@link Table#changeDefault}}
     *
     * @param column the column as it is in the catalogue, without quotes
     * @param from the default that is there, as SQL
     * @param to the new default as SQL
     */
    public SchemaChange changeDefault(String column, String from, String to) {
        return new ChangeDefault(name, new Identifier(column), Optional.of(from), Optional.of(to));
    }

    /**
     * {@return the dropping of a default; see {@link Table#dropDefault}}
     *
     * @param column the column as it is in the catalogue, without quotes
     * @param from the default that is there, as SQL
     */
    public SchemaChange dropDefault(String column, String from) {
        return new ChangeDefault(name, new Identifier(column), Optional.of(from), Optional.empty());
    }

    /**
     * {@return the building of a plain index while the table is read and written}
     *
     * @param index the name of the index
     * @param columns the columns, as they are in the catalogue, without quotes
     */
    public SchemaChange createIndexConcurrently(String index, String... columns) {
        return createIndexConcurrently(Index.named(index).on(columns));
    }

    /**
     * {@return the building of an index while the table is read and written; see {@link Table#createIndexConcurrently(Index)}}
     *
     * @param index the index
     */
    public SchemaChange createIndexConcurrently(Index index) {
        return new CreateIndexConcurrently(name, index);
    }

    /**
     * {@return the rename of a column while it is used; to be followed by expand(), contract() or revert()}
     *
     * @param oldName the column as it is in the catalogue, without quotes
     * @param newName its new name, without quotes
     */
    public RenameColumn renameColumn(String oldName, String newName) {
        return RenameColumn.of(name, oldName, newName, change -> {});
    }

    /**
     * {@return the rename of a column of a table whose rows cannot be written anew; to be followed by expand(), contract() or revert()}
     *
     * @param oldName the column as it is in the catalogue, without quotes
     * @param newName its new name, without quotes
     */
    public RenameColumnThroughView renameColumnThroughView(String oldName, String newName) {
        return RenameColumnThroughView.of(name, oldName, newName, change -> {});
    }

    /**
     * {@return the rename of this table while it is used; to be followed by expand(), contract() or revert()}
     *
     * @param newName its new name, without quotes, in the same schema
     */
    public RenameTable renameTo(String newName) {
        return RenameTable.of(name, newName, change -> {});
    }

    /**
     * {@return the change of a column's type while it is used; to be followed by expand(), contract() or revert()}
     *
     * @param column the column as it is in the catalogue, without quotes
     * @param type the new type as SQL, such as {@code bigint} or {@code numeric(12,2)}
     */
    public ChangeColumnType changeType(String column, String type) {
        return ChangeColumnType.of(name, column, type, change -> {});
    }

    /**
     * {@return the dropping of a column; see {@link Table#dropColumn}}
     *
     * @param column the column as it is in the catalogue, without quotes
     * @param functionsChecked names of functions whose text names table and column, but means something else
     */
    public SchemaChange dropColumn(String column, String... functionsChecked) {
        return new DropColumn(name, new Identifier(column), List.of(functionsChecked));
    }

    /**
     * {@return the adding of a check; see {@link Table#addCheck}}
     *
     * @param constraint its name as it will be in the catalogue, without quotes
     * @param condition what must not be false of any row, as SQL
     */
    public SchemaChange addCheck(String constraint, String condition) {
        return new AddCheck(name, new Identifier(constraint), condition);
    }

    /**
     * {@return the adding of a foreign key; see {@link Table#addForeignKey}}
     *
     * @param key the foreign key
     */
    public SchemaChange addForeignKey(ForeignKey key) {
        return new AddForeignKey(name, key);
    }

    /**
     * {@return the adding of a unique constraint; see {@link Table#addUnique}}
     *
     * @param constraint its name as it will be in the catalogue, without quotes
     * @param columns the columns as they are in the catalogue, without quotes
     */
    public SchemaChange addUnique(String constraint, String... columns) {
        return new AddKey(name, new Identifier(constraint), identifiers(columns), false);
    }

    /**
     * {@return the adding of a primary key; see {@link Table#addPrimaryKey}}
     *
     * @param constraint its name as it will be in the catalogue, without quotes
     * @param columns the columns as they are in the catalogue, without quotes
     */
    public SchemaChange addPrimaryKey(String constraint, String... columns) {
        return new AddKey(name, new Identifier(constraint), identifiers(columns), true);
    }

    /**
     * {@return the validating of a check or foreign key; see {@link Table#validateConstraint}}
     *
     * @param constraint its name as it is in the catalogue, without quotes
     */
    public SchemaChange validateConstraint(String constraint) {
        return new ValidateConstraint(name, new Identifier(constraint));
    }

    /**
     * {@return the dropping of a constraint; see {@link Table#dropConstraint}}
     *
     * @param constraint its name as it is in the catalogue, without quotes
     */
    public SchemaChange dropConstraint(String constraint) {
        return new DropConstraint(name, new Identifier(constraint));
    }

    /**
     * {@return the dropping of an index; see {@link Table#dropIndexConcurrently}}
     *
     * @param index the index as it is
     */
    public SchemaChange dropIndexConcurrently(Index index) {
        return new DropIndexConcurrently(name, index);
    }

    /**
     * {@return the replacing of an index by another one; see {@link Table#replaceIndex}}
     *
     * @param from the index as it is
     * @param to the new index, of another name
     */
    public SchemaChange replaceIndex(Index from, Index to) {
        return new ReplaceIndex(name, from, to);
    }

    private static List<Identifier> identifiers(String... names) {
        return Arrays.stream(names).map(Identifier::new).toList();
    }
}
