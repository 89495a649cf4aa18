package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * Whether the valid check constraints of a table prove that a column holds no nulls, so that SET NOT NULL reads no row.
 *
 * <p>The server is asked, by setting it on an empty copy with these constraints: it tells of the proof at level DEBUG1. The text may be translated, so the message is
 * recognised by the server's routine that sends it.
 */
final class NotNullProof {

    private static final String ROUTINE = "NotNullImpliedByRelConstraints";

    private NotNullProof() {}

    static boolean exists(Handle handle, FoundTable table, Identifier column) throws SQLException {
        return Probe.ask(handle, table, " including constraints", probe -> {
            for (Identifier unproven : new ConstraintCatalogue(handle).unprovenChecks(table)) {
                Ddl.run(handle, "alter table " + probe + " drop constraint if exists " + unproven.quoted());
            }
            Ddl.run(handle, "set local client_min_messages = debug1");
            try (Statement statement = handle.getConnection().createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute("alter table " + probe + " alter column " + column.quoted() + " set not null");
                return tellsOfProof(statement.getWarnings());
            }
        });
    }

    private static boolean tellsOfProof(SQLWarning first) {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            if (warning instanceof PSQLWarning told) {
                ServerErrorMessage message = told.getServerErrorMessage();
                if (message != null && ROUTINE.equals(message.getRoutine())) {
                    return true;
                }
            }
        }
        return false;
    }
}
