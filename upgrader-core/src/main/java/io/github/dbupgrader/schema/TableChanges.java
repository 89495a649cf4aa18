package io.github.dbupgrader.schema;

/** The changes of one table, as values. Immutable. Call only. */
public final class TableChanges {

    private final TableName name;

    TableChanges(TableName name) {
        this.name = name;
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
}
