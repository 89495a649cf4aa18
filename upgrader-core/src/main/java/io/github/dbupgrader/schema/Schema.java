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
}
