package io.github.dbupgrader;

import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.sql.BlockingSession;
import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionException;

public class UpgraderErrorsTest implements PinnedTexts {

    private static final TableNames TABLES = TableNames.of("public", "database_");
    private static final SQLException REFUSED = new SQLException("Connection to db:5432 refused", "08001");
    private static final SQLException FORBIDDEN =
            new SQLException("ERROR: permission denied for schema public", "42501");
    private static final BlockingSession BILLING = new BlockingSession(
            4711,
            "billing",
            Optional.of("idle in transaction"),
            Optional.of(Instant.parse("2026-01-01T12:03:11Z")),
            Optional.of("select 1"));
    private static final BlockingSession HIDDEN =
            new BlockingSession(4712, "reports", Optional.empty(), Optional.empty(), Optional.empty());

    @Override
    public ErrorTexts texts() {
        ErrorTexts texts = ErrorTexts.of(UpgraderErrors.class);
        settings(texts);
        database(texts);
        waiting(texts);
        versions(texts);
        calls(texts);
        return texts;
    }

    private static void settings(ErrorTexts texts) {
        texts.text(
                        UpgraderErrors.noApplicationVersion(),
                        "UPG-106 The upgrader has no application version: the schema is brought to the version of the"
                                + " application, so there is no default. Fix: call applicationVersion(\"X.Y.Z\") before"
                                + " build().")
                .text(
                        UpgraderErrors.negativeDuration("maxWait", Duration.ofSeconds(-3)),
                        "UPG-106 The setting maxWait is PT-3S: a time cannot be negative. Fix: give zero or more.")
                .text(
                        UpgraderErrors.zeroLockTimeout(),
                        "UPG-106 The setting firstLock is less than a millisecond: PostgreSQL counts time-outs in"
                                + " milliseconds and takes 0 for none, which would let a step wait and block without"
                                + " bound. Fix: give at least 1 ms, or say withoutLockRetry().")
                .text(
                        UpgraderErrors.skippableWithoutCondition(),
                        "UPG-106 skippable() was called before any condition(…): it is about the condition just added."
                                + " Fix: call condition(version, description, check).skippable().")
                .text(
                        UpgraderErrors.blank("component"),
                        "UPG-106 The setting component is blank: it is a key in the library's tables. Fix: give it a"
                                + " name.");
    }

    private static void database(ErrorTexts texts) {
        texts.text(
                        UpgraderErrors.unreachable(REFUSED),
                        "UPG-901 No connection to the database could be had: the data source said: Connection to db:5432"
                                + " refused (SQLSTATE 08001). Fix: check address, credentials and the pool's size, and"
                                + " that the server is up; nothing was changed.")
                .text(
                        UpgraderErrors.unreachable(new SQLException(
                                "No suitable driver found for jdbc:postgresql://db/farm?user=me&password=geheim",
                                "08001")),
                        "UPG-901 No connection to the database could be had: the data source said: No suitable driver"
                                + " found for jdbc:postgresql://db/farm?user=me&password=*** (SQLSTATE 08001). Fix:"
                                + " check address, credentials and the pool's size, and that the server is up; nothing"
                                + " was changed.")
                .text(
                        UpgraderErrors.database("The session could not be prepared", FORBIDDEN),
                        "UPG-902 The session could not be prepared: the database said: ERROR: permission denied for"
                                + " schema public (SQLSTATE 42501). Fix: look at the server's log and at the rights of"
                                + " the role, and start again.")
                .text(
                        UpgraderErrors.database("The session could not be prepared", REFUSED),
                        "UPG-901 The session could not be prepared: the database said: Connection to db:5432 refused"
                                + " (SQLSTATE 08001). Fix: look after the database and start again.")
                .text(
                        UpgraderErrors.ownStatement(new ConnectionException(FORBIDDEN)),
                        "UPG-902 A statement of the library itself failed: the database said: ERROR: permission denied"
                                + " for schema public (SQLSTATE 42501). Fix: look at the server's log and at the rights"
                                + " of the role, and start again.")
                .text(
                        UpgraderErrors.ownStatement(new ConnectionException(REFUSED)),
                        "UPG-404 The outcome of the last statement is unknown: the connection broke before the server's"
                                + " answer came. Fix: start again; the next start reads what is recorded, and goes on"
                                + " from there.")
                .text(
                        UpgraderErrors.outcomeUnknown(REFUSED),
                        "UPG-404 The outcome of the last statement is unknown: the connection broke before the server's"
                                + " answer came. Fix: start again; the next start reads what is recorded, and goes on"
                                + " from there.")
                .text(
                        UpgraderErrors.transactionPooler(),
                        "UPG-303 A connection pooler in transaction mode, such as PgBouncer with pool_mode ="
                                + " transaction, stands before the server: it may give each transaction another server"
                                + " session, and the upgrade lock belongs to a session. Fix: give the upgrader a"
                                + " DataSource that goes to the server directly or through a pool in session mode.")
                .text(
                        UpgraderErrors.unknownPooler(),
                        "UPG-303 A connection pooler stands before the server, and its mode could not be found out: that"
                                + " takes a second connection, and the data source gave none in time. Fix: give the"
                                + " upgrader a DataSource that goes to the server directly, or two connections; if the"
                                + " pooler is in session mode, say LockSettings.defaults().withSessionPooler().")
                .text(
                        UpgraderErrors.recordVanished("application", TABLES),
                        "UPG-304 The row of component \"application\" vanished from public.database_metadata: it was"
                                + " there a moment ago, so something else deletes rows or restores the database. Fix:"
                                + " find out who writes to the table, and start again.");
    }

    private static void waiting(ErrorTexts texts) {
        texts.text(
                        UpgraderErrors.interrupted("waiting for the upgrade lock"),
                        "UPG-305 The thread was interrupted while waiting for the upgrade lock: somebody asked it to"
                                + " stop, such as a shutdown of the application. Fix: start again; what was recorded"
                                + " before stays, and the next start goes on from there.")
                .text(
                        lockTimeout(List.of(BILLING)),
                        "UPG-306 The locks for \"alter table energy add kwh int\" were not to be had in 3 tries, which"
                                + " waited 2.0 s of 1 h 5 min: session 4711 (\"billing\", idle in transaction, since"
                                + " 2026-01-01T12:03:11Z: select 1) is in the way. Fix: end the transactions of these"
                                + " sessions and start again, or raise the budgets of the TimeoutSettings.")
                .text(
                        lockTimeout(List.of(BILLING, HIDDEN)),
                        "UPG-306 The locks for \"alter table energy add kwh int\" were not to be had in 3 tries, which"
                                + " waited 2.0 s of 1 h 5 min: session 4711 (\"billing\", idle in transaction, since"
                                + " 2026-01-01T12:03:11Z: select 1), session 4712 (\"reports\"; more is visible to a role"
                                + " with pg_read_all_stats) are in the way. Fix: end the transactions of these sessions"
                                + " and start again, or raise the budgets of the TimeoutSettings.")
                .text(
                        lockTimeout(List.of()),
                        "UPG-306 The locks for \"alter table energy add kwh int\" were not to be had in 3 tries, which"
                                + " waited 2.0 s of 1 h 5 min: the sessions in the way were gone when they were looked"
                                + " for. Fix: start again when fewer long transactions run, or raise the budgets of the"
                                + " TimeoutSettings.")
                .text(
                        UpgraderErrors.layoutLocked(TABLES, Duration.ofMinutes(30)),
                        "UPG-301 The library's tables beside public.database_metadata could not be made within 30 min 0"
                                + " s: another component's upgrader is making them, or hangs while it does. Fix: look"
                                + " for its session in pg_stat_activity, and start again.")
                .text(
                        UpgraderErrors.notInitialised("application", SchemaVersion.parse("1.0.0")),
                        "UPG-301 Component \"application\" was not initialised at 1.0.0: another session holds the"
                                + " upgrade lock, and the LockSettings say not to wait. Fix: wait until that session"
                                + " has finished and call again.")
                .text(
                        UpgraderErrors.calledFromWithin("application"),
                        "UPG-307 The upgrader of component \"application\" was called by its own run: a step, a"
                                + " condition or a listener called it on the thread that holds the upgrade lock, for"
                                + " which the call would wait for ever. Fix: call it when the run has returned; of its"
                                + " own component only plan(), status(), validate() and history() may be called"
                                + " meanwhile, and they need a second connection.")
                .text(
                        UpgraderErrors.dryRunWithoutLock("application"),
                        "UPG-301 The dry run of component \"application\" did not begin: another session holds the"
                                + " upgrade lock, and the LockSettings say not to wait. Fix: wait until that session"
                                + " has finished and call again.")
                .text(
                        UpgraderErrors.notMarked("1.3.0", "copy readings"),
                        "UPG-301 The sub-step \"copy readings\" of 1.3.0 was not marked: another session holds the"
                                + " upgrade lock, and the LockSettings say not to wait. Fix: wait until that session"
                                + " has finished and call again.");
    }

    private static void versions(ErrorTexts texts) {
        texts.text(
                        UpgraderErrors.notEmpty(List.of("table public.farm", "type public.mood")),
                        "UPG-211 The database has no recorded version and is not empty: it has table public.farm, type"
                                + " public.mood among its objects, so its schema may be that of any version. Fix: call"
                                + " initialiseSchemaVersion() if the schema is that of the application, or"
                                + " upgrade(UpgradeOptions.to(…).from(\"X.Y.Z\")).")
                .text(
                        UpgraderErrors.alreadyInitialised("application", v("1.2.0"), v("1.3.0")),
                        "UPG-210 Component \"application\" is recorded at 1.2.0 and was to be initialised at 1.3.0:"
                                + " initialising says which version a schema already has, and does not change it. Fix:"
                                + " call upgrade() to go from 1.2.0 to 1.3.0, or"
                                + " initialiseSchemaVersion(InitialiseOptions.at(\"1.3.0\").force()) if the record is"
                                + " wrong.")
                .text(
                        UpgraderErrors.alreadyInitialised("application", v("1.3.0"), v("1.2.0")),
                        "UPG-210 Component \"application\" is recorded at 1.3.0 and was to be initialised at 1.2.0:"
                                + " initialising says which version a schema already has, and does not change it. Fix:"
                                + " call rollback(\"1.2.0\") to go from 1.3.0 to 1.2.0, or"
                                + " initialiseSchemaVersion(InitialiseOptions.at(\"1.2.0\").force()) if the record is"
                                + " wrong.")
                .text(
                        UpgraderErrors.initialiseAboveApplication(v("1.5.0"), "1.4.0"),
                        "UPG-205 The schema was to be initialised at 1.5.0: it is above the application version 1.4.0,"
                                + " which would then be older than its schema. Fix: give the version that the schema"
                                + " really has.")
                .text(
                        UpgraderErrors.developmentInitialise("1.4.0-SNAPSHOT"),
                        "UPG-202 The application version \"1.4.0-SNAPSHOT\" is a development version: a snapshot or"
                                + " pre-release is never recorded. Fix: name the version that the schema has:"
                                + " initialiseSchemaVersion(InitialiseOptions.at(\"X.Y.Z\")).");
    }

    private static void calls(ErrorTexts texts) {
        texts.text(
                        UpgraderErrors.notValid(new UpgradeStatus(
                                State.PENDING,
                                "application",
                                "1.4.0",
                                Optional.of(v("1.2.0")),
                                Optional.of(v("1.2.0")),
                                List.of(v("1.3.0"), v("1.4.0")),
                                List.of(v("1.1.0")),
                                List.of())),
                        "UPG-209 The database is not ready for application version 1.4.0 of component \"application\":"
                                + " it is PENDING, recorded at 1.2.0; pending: 1.3.0, 1.4.0; missed: 1.1.0. Fix: run"
                                + " upgrade() with a role that may change the schema, then start again.")
                .text(
                        UpgraderErrors.unknownSubStep("1.3.0", "copy readings"),
                        "UPG-503 The sub-step \"copy readings\" of 1.3.0 is not recorded as begun: only a sub-step of an"
                                + " upgrade that was begun and not finished can be marked. Fix: look at the names in the"
                                + " plan, or in the table of sub-steps.")
                .text(
                        UpgraderErrors.conditionsFailed(
                                List.of("\"no meter is being read\" of 1.3.0 is false"), Optional.empty()),
                        "UPG-402 A condition does not hold: \"no meter is being read\" of 1.3.0 is false. Fix: make it"
                                + " true and start again; those declared skippable are skipped by"
                                + " UpgradeOptions.skipConditions().")
                .text(
                        UpgraderErrors.conditionsFailed(
                                List.of(
                                        "\"no meter is being read\" of 1.3.0 is false",
                                        "\"disk has room\" of 1.4.0 could not be checked: no such function"),
                                Optional.of(new IllegalStateException())),
                        "UPG-402 2 conditions do not hold: \"no meter is being read\" of 1.3.0 is false; \"disk has room\""
                                + " of 1.4.0 could not be checked: no such function. Fix: make them true and start"
                                + " again; those declared skippable are skipped by UpgradeOptions.skipConditions().");
    }

    private static UpgradeException lockTimeout(List<BlockingSession> blockers) {
        return UpgraderErrors.tableLockTimeout(
                "alter table energy\n  add kwh int",
                3,
                Duration.ofSeconds(2),
                Duration.ofMinutes(65),
                blockers,
                new SQLException("canceling statement due to lock timeout", "55P03"));
    }

    private static SchemaVersion v(String text) {
        return SchemaVersion.parse(text);
    }
}
