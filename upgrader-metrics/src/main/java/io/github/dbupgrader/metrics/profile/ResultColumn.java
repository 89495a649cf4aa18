package io.github.dbupgrader.metrics.profile;

/**
 * A column of a result as the dialect understood it, before the first row.
 *
 * <p>Call only.
 *
 * @param label the label as the engine returned it
 * @param type its type
 * @param databaseType what the engine calls the type
 * @param precision the digits of a decimal; 0 where there is no such limit or it is not known
 * @param scale the digits after the point of a decimal; 0 where it is not known
 * @param reader reads its cells
 */
public record ResultColumn(
        String label, ColumnType type, String databaseType, int precision, int scale, CellReader reader) {

    /**
     * A column without precision and scale.
     *
     * @param label the label as the engine returned it
     * @param type its type
     * @param databaseType what the engine calls the type
     * @param reader reads its cells
     */
    public ResultColumn(String label, ColumnType type, String databaseType, CellReader reader) {
        this(label, type, databaseType, 0, 0, reader);
    }
}
