package io.github.dbupgrader.schema;

import java.util.function.Consumer;

/**
 * The changes of one table. Each call acts where it stands: in an ONLINE upgrade it declares sub-steps, in a TRANSACTIONAL one it acts at once, and is refused
 * if it needs more than one transaction.
 *
 * <p>Call only. Not safe for use by several threads.
 */
public final class Table {

    private final TableName name;
    private final Consumer<SchemaChange> sink;

    Table(TableName name, Consumer<SchemaChange> sink) {
        this.name = name;
        this.sink = sink;
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
        sink.accept(new CreateIndexConcurrently(name, index));
    }
}
