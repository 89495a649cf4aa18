package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.SqlFragment;
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

    /** A piece of SQL that a user wrote, refused where it would end or swallow the statement around it. */
    static String fragment(String what, String sql) {
        SqlFragment.prepared(what, sql);
        return sql.contains("--") ? sql.strip() + "\n" : sql.strip();
    }
}
