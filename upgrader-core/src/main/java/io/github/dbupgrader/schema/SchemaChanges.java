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
}
