package io.github.dbupgrader.backfill;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

public class BackfillErrorsTest implements PinnedTexts {

    private static final Target WELLS = Target.of(Optional.empty(), new Identifier("wells"));

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(BackfillErrors.class)
                .text(
                        BackfillErrors.unusable("workers", "0"),
                        "UPG-106 The setting workers of a backfill is 0: it must be above zero, and durations at"
                                + " least a millisecond. Fix: choose a larger value, or leave the default.")
                .text(
                        BackfillErrors.noPlaceholder("update wells set depth_m = 1"),
                        "UPG-107 The statement \"update wells set depth_m = 1\" of a backfill has no {batch}:"
                                + " without it each batch would change all rows. Fix: put {batch} into its condition, such"
                                + " as: where … and {batch}.")
                .text(
                        BackfillErrors.hiddenPlaceholder("update wells set depth_m = 1 -- {batch}"),
                        "UPG-107 The statement \"update wells set depth_m = 1 -- {batch}\" of a backfill has {batch}"
                                + " in a comment, a string or a quoted name: the condition of the batch would have no effect"
                                + " there. Fix: leave {batch} where a condition can stand, and nowhere else.")
                .text(
                        BackfillErrors.noWork(WELLS),
                        "UPG-107 The backfill of table wells says nothing about what to do: neither set(…),"
                                + " statement(…) nor compute(…) was called. Fix: call one of them.")
                .text(
                        BackfillErrors.nothingToWrite(WELLS),
                        "UPG-107 The backfill of table wells computes values and writes no column: write(…) was"
                                + " not called before compute(…). Fix: name the columns that it writes:"
                                + " write(\"column\").compute(…).")
                .text(
                        BackfillErrors.columnNotRead("depth", List.of("unit")),
                        "UPG-107 The column \"depth\" was asked of a row and not read: the backfill reads [unit]."
                                + " Fix: add .read(\"depth\", …) to its definition.")
                .text(
                        BackfillErrors.columnNotWritten("depth", List.of("depth_m")),
                        "UPG-107 The column \"depth\" was set in a row and is not written: the backfill writes"
                                + " [depth_m]. Fix: add it to .write(…) in its definition.")
                .text(
                        BackfillErrors.noSuchTable(WELLS),
                        "UPG-801 There is no table wells to backfill: the session's search_path finds none of"
                                + " that name. Fix: correct the name, name the schema too, or run the upgrade that makes"
                                + " the table before.")
                .text(
                        BackfillErrors.notATable(WELLS),
                        "UPG-801 wells cannot be backfilled: it is no table: rows are visited along a key and"
                                + " changed where they are. Fix: name the table behind it.")
                .text(
                        BackfillErrors.rowSecurity(WELLS),
                        "UPG-801 Row-level security of table wells hides rows from this role: what the role"
                                + " cannot see would be skipped in silence. Fix: run the backfill as the table's owner, or"
                                + " as a role with BYPASSRLS.")
                .text(
                        BackfillErrors.noPrimaryKey(WELLS, List.of()),
                        "UPG-801 The table wells has no primary key along which its rows could be visited: it has"
                                + " no unique index whose columns are all NOT NULL either. Fix: give it a primary key, or a"
                                + " unique index on columns that are NOT NULL.")
                .text(
                        BackfillErrors.noPrimaryKey(WELLS, List.of("region, number", "code")),
                        "UPG-801 The table wells has no primary key along which its rows could be visited: unique"
                                + " indexes of NOT NULL columns are on: region, number; code. Fix: choose one of them:"
                                + " .key(…).")
                .text(
                        BackfillErrors.noUniqueIndex(
                                WELLS.key(List.of(new Identifier("code"))), List.of("region, number")),
                        "UPG-801 The columns [code] are no key of table wells: no valid, complete unique index is"
                                + " on exactly these columns; there are such on: region, number. Fix: name the columns of a"
                                + " unique index, or leave key(…) out to use the primary key.")
                .text(
                        BackfillErrors.noUniqueIndex(WELLS.key(List.of(new Identifier("code"))), List.of()),
                        "UPG-801 The columns [code] are no key of table wells: no valid, complete unique index is"
                                + " on exactly these columns. Fix: name the columns of a unique index, or leave key(…) out"
                                + " to use the primary key.")
                .text(
                        BackfillErrors.nullableKey(WELLS.key(List.of(new Identifier("code")))),
                        "UPG-801 The key [code] of table wells may be NULL: rows whose key is NULL would be"
                                + " skipped in silence. Fix: make the columns NOT NULL, or choose another key.")
                .text(
                        BackfillErrors.noSuchColumn("public.wells", "depth_m"),
                        "UPG-801 The table public.wells has no column \"depth_m\": the backfill is to write it."
                                + " Fix: add the column in an earlier sub-step, or correct the name.")
                .text(
                        BackfillErrors.nameTaken("depths", Optional.of("1.3.0")),
                        "UPG-802 The name of the backfill \"depths\" is taken: it is that of a part of upgrade 1.3.0, and a"
                                + " name is the key of one backfill's progress. Fix: give it another name.")
                .text(
                        BackfillErrors.nameTaken("depths", Optional.empty()),
                        "UPG-802 The name of the backfill \"depths\" is taken: it is that of a backfill that runs in the"
                                + " background, and a name is the key of one backfill's progress. Fix: give it another"
                                + " name.")
                .text(
                        BackfillErrors.changed("depths"),
                        "UPG-802 The backfill \"depths\" is recorded with another definition: it was begun with"
                                + " other SQL, columns, key or revision, so part of its rows may be done in another way."
                                + " Fix: deploy the definition that began it, or begin again on purpose:"
                                + " backfills().restart(\"depths\").")
                .text(
                        BackfillErrors.cancelled("depths"),
                        "UPG-804 The backfill \"depths\" was cancelled: somebody cancelled it while the upgrade"
                                + " needed it. Fix: begin again: backfills().restart(\"depths\"), or revert the upgrade:"
                                + " rollback(…).")
                .text(
                        BackfillErrors.failed("depths", "ERROR: division by zero"),
                        "UPG-804 The backfill \"depths\" failed: ERROR: division by zero. Fix: mend the cause and"
                                + " start again; it goes on where it stopped.")
                .text(
                        BackfillErrors.quarantined("depths", 1, "[7]: ERROR: division by zero"),
                        "UPG-803 The backfill \"depths\" could not do 1 row: such as [7]: ERROR: division by"
                                + " zero. Fix: correct the rows and start again, which tries them again, or declare that it"
                                + " does not matter: quarantineAllowed(\"why\").")
                .text(
                        BackfillErrors.quarantined("depths", 4, "[7]: ERROR: division by zero"),
                        "UPG-803 The backfill \"depths\" could not do 4 rows: such as [7]: ERROR: division by"
                                + " zero. Fix: correct the rows and start again, which tries them again, or declare that it"
                                + " does not matter: quarantineAllowed(\"why\").")
                .text(
                        BackfillErrors.incomplete(halfway(BackfillState.RUNNING)),
                        "UPG-803 The backfill \"depths\" must be complete first: depths: RUNNING, 500 of about"
                                + " 1000 rows (50.0 %), 25 rows/s, about 20 s left. Fix: wait for it and start again, or"
                                + " let the upgrade finish it: requiresBackfill(\"depths\").finishInline().")
                .text(
                        BackfillErrors.incomplete(halfway(BackfillState.PAUSED)),
                        "UPG-803 The backfill \"depths\" must be complete first: depths: PAUSED, 500 of about"
                                + " 1000 rows (50.0 %). Fix: let it go on by backfills().resume(\"depths\"), and start"
                                + " again when it is complete.")
                .text(
                        BackfillErrors.incomplete(halfway(BackfillState.FAILED)),
                        "UPG-803 The backfill \"depths\" must be complete first: depths: FAILED, 500 of about"
                                + " 1000 rows (50.0 %). Fix: mend the cause, let it go on by backfills().resume(\"depths\"),"
                                + " and start again when it is complete.")
                .text(
                        BackfillErrors.incomplete(halfway(BackfillState.CANCELLED)),
                        "UPG-803 The backfill \"depths\" must be complete first: depths: CANCELLED, 500 of about"
                                + " 1000 rows (50.0 %). Fix: begin it again by backfills().restart(\"depths\"), and start"
                                + " again when it is complete.")
                .text(
                        BackfillErrors.neverStarted("depths", 1000),
                        "UPG-803 The backfill \"depths\" must be complete first: it was never started here, and its"
                                + " table has about 1000 rows. Fix: start it with backfills().start() in the application,"
                                + " or let the upgrade do it: requiresBackfill(\"depths\").finishInline().")
                .text(
                        BackfillErrors.neverStarted("depths", 0),
                        "UPG-803 The backfill \"depths\" must be complete first: it was never started here. Fix:"
                                + " start it with backfills().start() in the application, or let the upgrade do it:"
                                + " requiresBackfill(\"depths\").finishInline().")
                .text(
                        BackfillErrors.unknown("depths"),
                        "UPG-806 There is no backfill \"depths\": none of that name is recorded for this"
                                + " component. Fix: see backfills().status() for those that are.")
                .text(
                        BackfillErrors.wrongState(
                                "depths", "paused", BackfillState.COMPLETED, "PENDING or RUNNING or HELD"),
                        "UPG-805 The backfill \"depths\" cannot be paused: it is COMPLETED, and only one that is"
                                + " PENDING or RUNNING or HELD can be. Fix: look at backfills().status(); perhaps somebody"
                                + " else was quicker.")
                .text(
                        BackfillErrors.tooEarly(
                                BackfillTask.background(
                                        "depths",
                                        Backfill.table("wells").set("depth_m = 1"),
                                        SchemaVersion.parse("1.4.0")),
                                "1.3.0"),
                        "UPG-803 The backfill \"depths\" cannot be finished here: it begins when the schema has"
                                + " reached 1.4.0, and it is at 1.3.0. Fix: let a later upgrade require it, or declare a"
                                + " lower since.")
                .text(
                        BackfillErrors.database(
                                new SQLException("permission denied for table database_backfills", "42501")),
                        "UPG-902 What is recorded about backfills could not be read or changed: the database"
                                + " said: permission denied for table database_backfills (SQLSTATE 42501). Fix: run an"
                                + " upgrade first if the tables are not there; otherwise let the role own them, or look"
                                + " after the database.")
                .text(
                        BackfillErrors.database(new SQLException("This connection has been closed.", "08003")),
                        "UPG-901 What is recorded about backfills could not be read or changed: the database"
                                + " said: This connection has been closed. (SQLSTATE 08003). Fix: run an upgrade first if"
                                + " the tables are not there; otherwise let the role own them, or look after the database.");
    }

    private static BackfillStatus halfway(BackfillState state) {
        boolean running = state == BackfillState.RUNNING;
        return new BackfillStatus(
                "depths",
                state,
                Optional.empty(),
                Instant.EPOCH,
                BackfillStatus.Registered.SAME,
                500,
                1000,
                Optional.of(50.0),
                500,
                running ? 25.4 : 0,
                running ? Optional.of(Duration.ofSeconds(20)) : Optional.empty(),
                100,
                1,
                0,
                0,
                Optional.of(Instant.EPOCH),
                Optional.empty());
    }
}
