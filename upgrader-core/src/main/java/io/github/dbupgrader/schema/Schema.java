package io.github.dbupgrader.schema;

import java.util.function.Consumer;

/**
 * The way from an upgrade to schema changes: {@code upgrade.schema().table("strikes").createIndexConcurrently(…)}.
 *
 * <p>Call only. Not safe for use by several threads.
 */
public final class Schema {

    private final Consumer<SchemaChange> sink;

    /**
     * Creates one that hands each change on.
     *
     * @param sink takes the changes in the order in which they are called
     */
    public Schema(Consumer<SchemaChange> sink) {
        this.sink = sink;
    }

    /**
     * {@return the changes of a table that is found as the session finds it, by its {@code search_path}}
     *
     * @param name the table's name as it is in the catalogue, without quotes
     */
    public Table table(String name) {
        return new Table(TableName.of(name), sink);
    }

    /**
     * {@return the changes of a table in a given schema}
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name the table's name as it is in the catalogue, without quotes
     */
    public Table table(String schema, String name) {
        return new Table(TableName.of(schema, name), sink);
    }

    /**
     * Creates a table together with what belongs to it, in one short transaction. A revert drops it.
     *
     * @param name its name as it is in the catalogue, without quotes
     * @param statements one CREATE TABLE of that name, and indexes, comments and rights for it, as SQL
     */
    public void createTable(String name, String statements) {
        sink.accept(SchemaChanges.createTable(name, statements));
    }

    /**
     * Creates a table together with what belongs to it, in one short transaction. A revert drops it.
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name its name as it is in the catalogue, without quotes
     * @param statements one CREATE TABLE of that name, and indexes, comments and rights for it, as SQL
     */
    public void createTable(String schema, String name, String statements) {
        sink.accept(SchemaChanges.createTable(schema, name, statements));
    }

    /**
     * Drops a table in one short transaction. There is no revert. Refused while a view, a function or another table needs it.
     *
     * @param name its name as it is in the catalogue, without quotes
     */
    public void dropTable(String name) {
        sink.accept(SchemaChanges.dropTable(name));
    }

    /**
     * Drops a table in one short transaction. There is no revert. Refused while a view, a function or another table needs it.
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name its name as it is in the catalogue, without quotes
     */
    public void dropTable(String schema, String name) {
        sink.accept(SchemaChanges.dropTable(schema, name));
    }

    /**
     * Creates a view in one short transaction. A revert drops it.
     *
     * @param name its name as it is in the catalogue, without quotes
     * @param query its query as SQL
     */
    public void createView(String name, String query) {
        sink.accept(SchemaChanges.createView(name, query));
    }

    /**
     * Creates a view in one short transaction. A revert drops it.
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name its name as it is in the catalogue, without quotes
     * @param query its query as SQL
     */
    public void createView(String schema, String name, String query) {
        sink.accept(SchemaChanges.createView(schema, name, query));
    }

    /**
     * Gives a view another query, in one short transaction. A revert gives it the old one.
     *
     * <p>Where columns are only appended, it is replaced in place. Otherwise the view and all views on it are dropped and made again, with their owners, rights, comments, options, defaults,
     * triggers, rules and indexes; who reads them meanwhile waits. A materialized view is filled again, and so are those on it, if they were filled. Refused where something would be lost, or a
     * view on it does not fit.
     *
     * @param name its name as it is in the catalogue, without quotes
     * @param query its new query as SQL
     */
    public void replaceView(String name, String query) {
        sink.accept(SchemaChanges.replaceView(name, query));
    }

    /**
     * Gives a view another query, in one short transaction; see {@link #replaceView(String, String)}.
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name its name as it is in the catalogue, without quotes
     * @param query its new query as SQL
     */
    public void replaceView(String schema, String name, String query) {
        sink.accept(SchemaChanges.replaceView(schema, name, query));
    }

    /**
     * Gives a materialized view another query and leaves it, and the materialized views on it, empty: they cannot be read until somebody refreshes them. Otherwise as
     * {@link #replaceView(String, String)}.
     *
     * @param name its name as it is in the catalogue, without quotes
     * @param query its new query as SQL
     */
    public void replaceViewWithNoData(String name, String query) {
        sink.accept(SchemaChanges.replaceViewWithNoData(name, query));
    }

    /**
     * Gives a materialized view another query and leaves it empty; see {@link #replaceViewWithNoData(String, String)}.
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name its name as it is in the catalogue, without quotes
     * @param query its new query as SQL
     */
    public void replaceViewWithNoData(String schema, String name, String query) {
        sink.accept(SchemaChanges.replaceViewWithNoData(schema, name, query));
    }

    /**
     * Adds a value at the end of an enum type. Needs {@code mode = ONLINE}. There is no revert.
     *
     * @param name its name as it is in the catalogue, without quotes
     * @param value the value
     */
    public void addEnumValue(String name, String value) {
        sink.accept(SchemaChanges.addEnumValue(name, value));
    }

    /**
     * Adds a value at the end of an enum type. Needs {@code mode = ONLINE}. There is no revert.
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name its name as it is in the catalogue, without quotes
     * @param value the value
     */
    public void addEnumValue(String schema, String name, String value) {
        sink.accept(SchemaChanges.addEnumValue(schema, name, value));
    }

    /**
     * Runs statements in one transaction, for what no other method does. What locks they take is for their author to judge.
     *
     * @param description what they do, in a few words: the name of the sub-step
     * @param statements what is done, as SQL; several statements end with semicolons
     * @param revert what undoes it, as SQL
     */
    public void sql(String description, String statements, String revert) {
        sink.accept(SchemaChanges.sql(description, statements, revert));
    }

    /**
     * Makes a change that is at hand as a value, such as the {@code revert()} of one that an upgrade made.
     *
     * @param change the change
     */
    public void make(SchemaChange change) {
        sink.accept(change);
    }
}
