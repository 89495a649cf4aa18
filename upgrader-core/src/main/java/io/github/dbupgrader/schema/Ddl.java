package io.github.dbupgrader.schema;

import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;

/** Executes statements as they are written. */
final class Ddl {

    private Ddl() {}

    /** Not through Jdbi, which would take a colon in an expression for a parameter. */
    static void run(Handle handle, String sql) throws SQLException {
        try (Statement statement = handle.getConnection().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
