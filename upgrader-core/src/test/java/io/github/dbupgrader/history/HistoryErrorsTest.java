package io.github.dbupgrader.history;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import io.github.dbupgrader.sql.TableNames;
import java.sql.SQLException;

public class HistoryErrorsTest implements PinnedTexts {

    private static final TableNames TABLES = TableNames.of("public", "database_");
    private static final SQLException FORBIDDEN =
            new SQLException("ERROR: permission denied for table database_metadata", "42501");
    private static final SQLException GONE =
            new SQLException("FATAL: terminating connection due to administrator command", "57P01");

    private static final SQLException TELLTALE =
            new SQLException("jdbc:postgresql://db/farm?user=farmer&password=hunter2 is gone", "08006");

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(HistoryErrors.class)
                .text(
                        HistoryErrors.cannotRead(TABLES, FORBIDDEN),
                        "UPG-902 The recorded version could not be read from public.database_metadata: the database"
                                + " refused the statement (SQLSTATE 42501, ERROR: permission denied for table"
                                + " database_metadata). Fix: grant the role usage on schema public and select on"
                                + " public.database_metadata, public.database_upgrade_history and"
                                + " public.database_upgrade_steps, or restore the table that is missing.")
                .text(
                        HistoryErrors.cannotRead(TABLES, GONE),
                        "UPG-901 The recorded version could not be read from public.database_metadata: the connection"
                                + " broke (SQLSTATE 57P01, FATAL: terminating connection due to administrator command)."
                                + " Fix: look after the database and start again.")
                .text(
                        HistoryErrors.cannotRead(TABLES, TELLTALE),
                        "UPG-901 The recorded version could not be read from public.database_metadata: the connection"
                                + " broke (SQLSTATE 08006, jdbc:postgresql://db/farm?user=farmer&password=*** is gone)."
                                + " Fix: look after the database and start again.")
                .text(
                        HistoryErrors.cannotWrite(TABLES, "The library's own tables could not be made", FORBIDDEN),
                        "UPG-902 The library's own tables could not be made: the database refused the statement"
                                + " (SQLSTATE 42501, ERROR: permission denied for table database_metadata). Fix: let the"
                                + " role that upgrades own the tables in schema public, or grant it what the message"
                                + " asks for.")
                .text(
                        HistoryErrors.cannotWrite(TABLES, "The library's own tables could not be made", GONE),
                        "UPG-901 The library's own tables could not be made: the connection broke (SQLSTATE 57P01,"
                                + " FATAL: terminating connection due to administrator command). Fix: look after the"
                                + " database and start again.")
                .text(
                        HistoryErrors.unreadableVersion(
                                TABLES.metadata().toString(), "schema_version", "application", "1.4.0-rc.1"),
                        "UPG-203 The schema_version of component \"application\" in public.database_metadata is"
                                + " \"1.4.0-rc.1\": a recorded version is MAJOR.MINOR.PATCH, and the library never writes"
                                + " anything else. Fix: find out who wrote it, and put the version there that the schema"
                                + " really has.")
                .text(
                        HistoryErrors.newerLayout(TABLES, 2),
                        "UPG-212 The library's own tables beside public.database_metadata have layout 2: this release of"
                                + " the library knows layout 1 and older ones. Fix: use the release of the library that"
                                + " made them, or a newer one.")
                .text(
                        HistoryErrors.transactionEnded(),
                        "UPG-403 The step ended the transaction in which it runs: another transaction is open now than"
                                + " the one in which the step began, so part of its work may be committed without its"
                                + " record. Fix: remove COMMIT, ROLLBACK and transaction control from the step, undo by"
                                + " hand what it committed, and start again.")
                .text(
                        HistoryErrors.lockLost(),
                        "UPG-302 The upgrade lock is no longer held by this session: something released it while the"
                                + " step ran, such as pg_advisory_unlock_all() or DISCARD ALL. Fix: remove that call"
                                + " from the step; nothing of the step was kept, so start again.")
                .text(
                        HistoryErrors.concurrentChange(TABLES, "application", 7),
                        "UPG-304 The row of component \"application\" in public.database_metadata is no longer at"
                                + " revision 7: something changed or deleted it while this session held the upgrade"
                                + " lock, so it was not this library. Fix: find out who writes to the table; nothing of"
                                + " the step was kept, so start again.");
    }
}
