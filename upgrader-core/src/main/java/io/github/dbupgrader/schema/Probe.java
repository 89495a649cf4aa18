package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jdbi.v3.core.Handle;

/**
 * An empty temporary copy of a table, of the same name and columns, on which a statement shows what it would do. The server is asked instead of reading what people
 * wrote; everything is rolled back.
 */
final class Probe {

    private Probe() {}

    /** What is to be found out. */
    @FunctionalInterface
    interface Question<T> {
        /**
         * Finds it out.
         *
         * @param probe the copy, quoted and qualified
         */
        T ask(String probe) throws SQLException;
    }

    /** Asks on a copy that has nothing but the columns and what {@code including} adds. */
    static <T> T ask(Handle handle, FoundTable table, String including, Question<T> question) throws SQLException {
        Connection connection = handle.getConnection();
        if (!connection.getAutoCommit()) {
            Savepoint before = connection.setSavepoint();
            try {
                return onCopy(handle, table, including, question);
            } finally {
                connection.rollback(before);
            }
        }
        connection.setAutoCommit(false);
        try {
            return onCopy(handle, table, including, question);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static <T> T onCopy(Handle handle, FoundTable table, String including, Question<T> question)
            throws SQLException {
        String name = new Identifier(table.name()).quoted();
        Ddl.run(handle, "create temporary table " + name + " (like " + table.quoted() + including + ")");
        return question.ask("pg_temp." + name);
    }
}
