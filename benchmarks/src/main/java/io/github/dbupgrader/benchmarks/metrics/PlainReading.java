package io.github.dbupgrader.benchmarks.metrics;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import javax.sql.DataSource;

/** Reads all rows as a program does that wants their values and nothing else: by a cursor, each cell once, in the type of its column. */
final class PlainReading {

    private static final int FETCH_SIZE = 1_000;

    private long rows;
    private int checksum;

    /** {@return what was read} */
    static PlainReading of(DataSource dataSource) throws SQLException {
        PlainReading reading = new PlainReading();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCH_SIZE);
                try (ResultSet row = statement.executeQuery(Facts.ALL)) {
                    while (row.next()) {
                        reading.row(row);
                    }
                }
            }
            connection.rollback();
        }
        return reading;
    }

    /** {@return how many rows there were} */
    long rows() {
        return rows;
    }

    /** {@return a number that all values have a share in, so that none can be left unread} */
    int checksum() {
        return checksum;
    }

    private void row(ResultSet row) throws SQLException {
        rows++;
        take(row.getLong(1));
        take(row.getInt(2));
        take(row.getInt(3));
        take(row.getBigDecimal(4));
        take(row.getDouble(5));
        take(row.getFloat(6));
        take(row.getBoolean(7));
        take(row.getObject(8, LocalDate.class));
        take(row.getObject(9, OffsetDateTime.class));
        take(row.getString(10));
        take(row.getString(11));
        String remark = row.getString(12);
        take(remark == null ? 0 : remark.length());
    }

    private void take(Object value) {
        checksum = checksum * 31 + value.hashCode();
    }
}
