package io.github.dbupgrader.schema;

/**
 * Schema changes as values, for where there is no upgrade's context: {@code SchemaChanges.table("strikes").createIndexConcurrently(…)}.
 *
 * <p>Call only.
 */
public final class SchemaChanges {

    private SchemaChanges() {}

    /**
     * {@return the changes of a table that is found as the session finds it, by its {@code search_path}}
     *
     * @param name the table's name as it is in the catalogue, without quotes
     */
    public static TableChanges table(String name) {
        return new TableChanges(TableName.of(name));
    }

    /**
     * {@return the changes of a table in a given schema}
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name the table's name as it is in the catalogue, without quotes
     */
    public static TableChanges table(String schema, String name) {
        return new TableChanges(TableName.of(schema, name));
    }

    /**
     * {@return the creation of a table; see {@link Schema#createTable}}
     *
     * @param name its name as it is in the catalogue, without quotes
     * @param statements one CREATE TABLE of that name, and indexes, comments and rights for it, as SQL
     */
    public static SchemaChange createTable(String name, String statements) {
        return new CreateTable(TableName.of(name), statements);
    }

    /**
     * {@return the creation of a table; see {@link Schema#createTable}}
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name its name as it is in the catalogue, without quotes
     * @param statements one CREATE TABLE of that name, and indexes, comments and rights for it, as SQL
     */
    public static SchemaChange createTable(String schema, String name, String statements) {
        return new CreateTable(TableName.of(schema, name), statements);
    }

    /**
     * {@return the dropping of a table; see {@link Schema#dropTable}}
     *
     * @param name its name as it is in the catalogue, without quotes
     */
    public static SchemaChange dropTable(String name) {
        return new DropTable(TableName.of(name));
    }

    /**
     * {@return the dropping of a table; see {@link Schema#dropTable}}
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name its name as it is in the catalogue, without quotes
     */
    public static SchemaChange dropTable(String schema, String name) {
        return new DropTable(TableName.of(schema, name));
    }

    /**
     * {@return the creation of a view; see {@link Schema#createView}}
     *
     * @param name its name as it is in the catalogue, without quotes
     * @param query its query as SQL
     */
    public static SchemaChange createView(String name, String query) {
        return new CreateView(TableName.of(name), query);
    }

    /**
     * {@return the creation of a view; see {@link Schema#createView}}
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name its name as it is in the catalogue, without quotes
     * @param query its query as SQL
     */
    public static SchemaChange createView(String schema, String name, String query) {
        return new CreateView(TableName.of(schema, name), query);
    }

    /**
     * {@return the replacement of a view; see {@link Schema#replaceView}}
     *
     * @param name its name as it is in the catalogue, without quotes
     * @param query its new query as SQL
     */
    public static SchemaChange replaceView(String name, String query) {
        return new ReplaceView(TableName.of(name), query, true);
    }

    /**
     * {@return the replacement of a view; see {@link Schema#replaceView}}
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name its name as it is in the catalogue, without quotes
     * @param query its new query as SQL
     */
    public static SchemaChange replaceView(String schema, String name, String query) {
        return new ReplaceView(TableName.of(schema, name), query, true);
    }

    /**
     * {@return the replacement of a materialized view, which stays empty; see {@link Schema#replaceViewWithNoData}}
     *
     * @param name its name as it is in the catalogue, without quotes
     * @param query its new query as SQL
     */
    public static SchemaChange replaceViewWithNoData(String name, String query) {
        return new ReplaceView(TableName.of(name), query, false);
    }

    /**
     * {@return the replacement of a materialized view, which stays empty; see {@link Schema#replaceViewWithNoData}}
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name its name as it is in the catalogue, without quotes
     * @param query its new query as SQL
     */
    public static SchemaChange replaceViewWithNoData(String schema, String name, String query) {
        return new ReplaceView(TableName.of(schema, name), query, false);
    }

    /**
     * {@return the adding of a value at the end of an enum type; see {@link Schema#addEnumValue}}
     *
     * @param name its name as it is in the catalogue, without quotes
     * @param value the value
     */
    public static SchemaChange addEnumValue(String name, String value) {
        return new AddEnumValue(TableName.of(name), value);
    }

    /**
     * {@return the adding of a value at the end of an enum type; see {@link Schema#addEnumValue}}
     *
     * @param schema the schema's name as it is in the catalogue, without quotes
     * @param name its name as it is in the catalogue, without quotes
     * @param value the value
     */
    public static SchemaChange addEnumValue(String schema, String name, String value) {
        return new AddEnumValue(TableName.of(schema, name), value);
    }

    /**
     * {@return statements in one transaction; see {@link Schema#sql}}
     *
     * @param description what they do, in a few words: the name of the sub-step
     * @param statements what is done, as SQL; several statements end with semicolons
     * @param revert what undoes it, as SQL
     */
    public static SchemaChange sql(String description, String statements, String revert) {
        return new RawSql(description, statements, revert);
    }
}
