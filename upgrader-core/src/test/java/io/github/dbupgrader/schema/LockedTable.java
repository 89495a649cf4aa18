package io.github.dbupgrader.schema;

import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Another session has the table in use until it is closed. What cannot be done beside it fails at once where the test's session has a short lock timeout. */
final class LockedTable implements AutoCloseable {
    private final Connection connection;

    private LockedTable(Connection connection) {
        this.connection = connection;
    }

    /** In use by a writer: everything up to SHARE UPDATE EXCLUSIVE can be done beside it. */
    static LockedTable byWriter(TestDatabase database, String table) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table " + table + " in row exclusive mode");
        }
        return new LockedTable(connection);
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
