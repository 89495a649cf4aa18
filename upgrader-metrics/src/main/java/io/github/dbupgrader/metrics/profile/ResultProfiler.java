package io.github.dbupgrader.metrics.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.ColumnMetadata;
import io.github.dbupgrader.metrics.model.DataMetadata;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Profiles a result in the one pass that reads it.
 *
 * <p>Its memory depends on the columns alone: at most 200 KiB for each. Distinct values are counted exactly up to 10 000, and estimated within
 * 3 % beyond that; above 100 columns the exact bound is shared out. An empty result has all its columns.
 *
 * <p>Call only. Not thread-safe.
 */
public final class ResultProfiler {
    /** Up to how many distinct values a column is counted exactly. */
    public static final int EXACT_BOUND = 10_000;

    private static final int COLUMNS_AT_FULL_BOUND = 100;

    private final List<String> names;
    private final List<ProfiledColumn> columns = new ArrayList<>();
    private long rows;

    /**
     * Begins before the first row.
     *
     * @param columns the columns in the order of the select list
     */
    public ResultProfiler(List<ResultColumn> columns) {
        names = ColumnNames.distinguished(
                columns.stream().map(ResultColumn::label).toList());
        int bound = columns.size() <= COLUMNS_AT_FULL_BOUND
                ? EXACT_BOUND
                : Math.max(1, EXACT_BOUND * COLUMNS_AT_FULL_BOUND / columns.size());
        for (int position = 1; position <= columns.size(); position++) {
            this.columns.add(new ProfiledColumn(columns.get(position - 1), names.get(position - 1), position, bound));
        }
    }

    /** {@return the names of the columns in rows and metadata: their labels, with a number behind where one occurs again} */
    public List<String> names() {
        return names;
    }

    /**
     * Takes the current row into account and returns it.
     *
     * @param row the result set, on a row
     * @return its values as JSON, in the order of the columns
     * @throws SQLException if reading fails for a reason other than a cell that cannot be decoded
     */
    public List<JsonNode> row(ResultSet row) throws SQLException {
        List<JsonNode> values = new ArrayList<>(columns.size());
        for (ProfiledColumn column : columns) {
            Object value = column.next(row);
            values.add(column.json(value));
        }
        rows++;
        return values;
    }

    /**
     * Takes the current row into account without keeping it.
     *
     * @param row the result set, on a row
     * @throws SQLException if reading fails for a reason other than a cell that cannot be decoded
     */
    public void pass(ResultSet row) throws SQLException {
        for (ProfiledColumn column : columns) {
            column.next(row);
        }
        rows++;
    }

    /** {@return how many rows were taken into account} */
    public long rows() {
        return rows;
    }

    /** {@return the metadata of the rows so far, to which the caller adds what it knows of the query} */
    public DataMetadata.Builder metadata() {
        List<ColumnMetadata> described = new ArrayList<>(columns.size());
        for (ProfiledColumn column : columns) {
            described.add(column.metadata(rows));
        }
        return DataMetadata.builder(described).rowCount(rows);
    }
}
