package io.github.dbupgrader.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Reads what a query made of the user's names and pieces of SQL answers; Jdbi would look for parameters in them. */
final class Rows {

    private Rows() {}

    static List<String> texts(Handle handle, String sql) {
        try (Statement statement = handle.getConnection().createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(sql)) {
                List<String> texts = new ArrayList<>();
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
                return texts;
            }
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(sql, e, null);
        }
    }
}
