package io.github.dbupgrader.backfill;

import io.github.dbupgrader.step.SubStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;

/** What comes when all rows are done: indexes that would have slowed the batches down, and then the statistics. */
final class FollowUps {

    private final BackfillTask task;

    FollowUps(BackfillTask task) {
        this.task = task;
    }

    void run(Session session, VisitedTable table) throws Exception {
        Connection connection = session.data();
        execute(connection, "set lock_timeout = '5min'");
        execute(connection, "set statement_timeout = 0");
        try (Handle handle = Handles.over(connection)) {
            for (FollowUp followUp : task.definition().followUps()) {
                for (SubStep subStep : followUp.subSteps()) {
                    run(session, handle, subStep);
                }
            }
            execute(connection, "analyze " + table.quoted());
        } catch (Exception | Error e) {
            resetAfter(e, session);
            throw e;
        }
        reset(session);
    }

    /** What failed may have left a transaction behind that takes nothing more, or no connection; neither must hide why it failed. */
    private static void resetAfter(Throwable failure, Session session) {
        try {
            if (session.rollBack()) {
                reset(session);
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static void reset(Session session) throws SQLException {
        if (session.isBorrowed()) {
            execute(session.data(), "reset lock_timeout");
            execute(session.data(), "reset statement_timeout");
        }
    }

    private static void run(Session session, Handle handle, SubStep subStep) throws Exception {
        if (subStep.isTransactional()) {
            session.begin();
            subStep.work().run(handle);
            session.commit();
        } else {
            subStep.work().run(handle);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
