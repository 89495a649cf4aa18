package io.github.dbupgrader.benchmarks.backfill;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * What people write by hand where Java computes the value: read 1,000 rows in the order of the key, write them, commit. Either one statement a row, or a JDBC batch as
 * chunk-oriented batch frameworks send it. Both do a fifth of the rows only, since their speed does not depend on how many there are.
 */
final class JavaChunks implements Contender {

    private static final int PAGE = 1_000;
    private static final int PART = 5;

    private final String name;
    private final boolean batched;

    private JavaChunks(String name, boolean batched) {
        this.name = name;
        this.batched = batched;
    }

    /** Where a value is to be written. */
    private record Change(long id, long cents) {}

    static JavaChunks perRow() {
        return new JavaChunks("Java, one statement a row", false);
    }

    static JavaChunks batched() {
        return new JavaChunks("Java, page and JDBC batch", true);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long fill(DataSource dataSource, long rows) throws Exception {
        long last = 0;
        long done = 0;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            while (done < rows / PART) {
                List<Change> page = read(connection, last);
                write(connection, page);
                connection.commit();
                last = page.get(page.size() - 1).id();
                done += page.size();
            }
        }
        return done;
    }

    private static List<Change> read(Connection connection, long after) throws SQLException {
        List<Change> page = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("select id, amount from orders where id > ? order by id limit " + PAGE)) {
            statement.setLong(1, after);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    page.add(new Change(row.getLong(1), cents(row.getBigDecimal(2))));
                }
            }
        }
        return page;
    }

    static long cents(BigDecimal amount) {
        return amount.movePointRight(2).longValueExact();
    }

    private void write(Connection connection, List<Change> page) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("update orders set cents = ? where id = ?")) {
            for (Change change : page) {
                statement.setLong(1, change.cents());
                statement.setLong(2, change.id());
                if (batched) {
                    statement.addBatch();
                } else {
                    statement.executeUpdate();
                }
            }
            if (batched) {
                statement.executeBatch();
            }
        }
    }
}
