package io.github.dbupgrader;

import io.github.dbupgrader.sql.SecretMask;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementException;
import org.jdbi.v3.core.statement.StatementExceptions;

/** Jdbi puts a statement and what was bound to it into the message of its exceptions, which hosts write into their logs. */
final class JdbiErrors {

    private JdbiErrors() {}

    /** From now on the messages have the statement without secrets, and nothing that was bound. */
    static void tellNoSecrets(Jdbi jdbi) {
        jdbi.configure(StatementExceptions.class, config -> config.setMessageRendering(JdbiErrors::message));
    }

    private static String message(StatementException e) {
        String message = SecretMask.mask(String.valueOf(e.getShortMessage()));
        StatementContext context = e.getStatementContext();
        String sql = context == null ? null : context.getRawSql();
        return sql == null ? message : message + " [statement: \"" + StepErrors.shortened(sql) + "\"]";
    }
}
