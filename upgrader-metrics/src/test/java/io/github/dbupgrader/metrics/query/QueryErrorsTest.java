package io.github.dbupgrader.metrics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.metrics.testing.ErrorTexts;
import io.github.dbupgrader.metrics.testing.PinnedTexts;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

public class QueryErrorsTest implements PinnedTexts {
    private static final UUID ID = UUID.fromString("5b1a6f0e-2f0c-4d52-9b7e-0f3f5a1c7d01");
    private static final SQLException CAUSE = new SQLException("driver's own", "08001");

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(QueryErrors.class)
                .text(
                        QueryErrors.empty(),
                        "UPM-201 SQL query cannot be empty: the text has nothing but white space and comments. Fix: write one statement that begins with SELECT, WITH, VALUES or TABLE.")
                .text(
                        QueryErrors.severalStatements(),
                        "UPM-201 The SQL has more than one statement: a semicolon stands before its end, and a metric is one query. Fix: remove what is before or after the semicolon.")
                .text(
                        QueryErrors.notAQuery("vacuum"),
                        "UPM-201 The SQL is not a query: it begins with \"vacuum\", and only a statement that returns rows and changes nothing is run. Fix: write one statement that begins with SELECT, WITH, VALUES or TABLE.")
                .text(
                        QueryErrors.notAQuery("x".repeat(61)),
                        "UPM-201 The SQL is not a query: it begins with \"" + "x".repeat(60)
                                + " …\", and only a statement that returns rows and changes nothing is run. Fix: write one statement that begins with SELECT, WITH, VALUES or TABLE.")
                .text(
                        QueryErrors.changesData("Delete"),
                        "UPM-201 The SQL changes data: it has DELETE in or after its WITH clause. Fix: leave only queries in it.")
                .text(
                        QueryErrors.selectInto(),
                        "UPM-201 The SQL makes a table: SELECT INTO is a way to write. Fix: remove the INTO clause.")
                .text(
                        QueryErrors.lockingClause(),
                        "UPM-201 The SQL locks rows: FOR UPDATE and its like make other sessions wait. Fix: remove the locking clause.")
                .text(
                        QueryErrors.forbiddenFunction("pg_read_file"),
                        "UPM-201 The SQL calls pg_read_file: that function reaches beyond the query: files, other sessions, settings, locks, or SQL that cannot be looked at. Fix: leave the call out.")
                .text(
                        QueryErrors.unterminated("comment"),
                        "UPM-201 The SQL is cut off: a comment in it has no end. Fix: close it.")
                .text(
                        QueryErrors.refusedByEngine("DuckDB", "Only SELECT statements can be serialized to json!"),
                        "UPM-201 The SQL is not a query: DuckDB reads it otherwise: Only SELECT statements can be serialized to json!. Fix: write one statement that begins with SELECT, WITH, VALUES or TABLE.")
                .text(
                        QueryErrors.invalidSetting("The x 1 cannot be used", "it is odd", "give an even one"),
                        "UPM-206 The x 1 cannot be used: it is odd. Fix: give an even one.")
                .text(
                        QueryErrors.limitTooSmall(0),
                        "UPM-206 The row limit 0 cannot be used: a query returns at least one row if there is one. Fix: give a limit above 0, or none for the default of 5000.")
                .text(
                        QueryErrors.limitTooLarge(200000, 100000),
                        "UPM-206 The row limit 200000 cannot be used: rows are kept in memory, and the engine's maximum is 100000. Fix: give a smaller limit, or raise maximumLimit of the engine.")
                .text(
                        QueryErrors.timeoutTooSmall(Duration.ZERO),
                        "UPM-206 The time-out PT0S cannot be used: it is not above zero, and a query without an end would hold its connection. Fix: give a time-out of at least a millisecond.")
                .text(
                        QueryErrors.unknownSource(ID),
                        "UPM-205 The data source 5b1a6f0e-2f0c-4d52-9b7e-0f3f5a1c7d01 is not known: the host's DataSources have no connection for it. Fix: add it to the DataSources, or correct the metric's data set.")
                .text(
                        QueryErrors.unreachable(ID, CAUSE),
                        "UPM-207 The data source 5b1a6f0e-2f0c-4d52-9b7e-0f3f5a1c7d01 gives no connection: its driver or pool ends with SQLSTATE 08001. Fix: look at the cause, and check address, credentials and the size of the pool.")
                .text(
                        QueryErrors.broken(ID, CAUSE),
                        "UPM-207 The connection to the data source 5b1a6f0e-2f0c-4d52-9b7e-0f3f5a1c7d01 broke: it ended with SQLSTATE 08001 while the query ran. Fix: run the query again; if that connection breaks, too, look into the log of the server for what ends it.")
                .text(
                        QueryErrors.unsuitableSource("DuckDB", "its configuration is open", "lock it"),
                        "UPM-206 The DuckDB connection is not safe for metrics: its configuration is open. Fix: lock it.")
                .text(
                        QueryErrors.failed(new DatabaseError("column \"x\" does not exist\nLINE 1", "42703", 8), CAUSE),
                        "UPM-202 The query failed: column \"x\" does not exist (SQLSTATE 42703, position 8). Fix: correct the SQL.")
                .text(
                        QueryErrors.timeout(Duration.ofSeconds(60), CAUSE),
                        "UPM-203 The query was ended after 60000 ms: its time-out was over (SQLSTATE 57014). Fix: make the query cheaper, or give it a longer time-out.")
                .text(
                        QueryErrors.cancelled(CAUSE),
                        "UPM-204 The query was cancelled: it was asked to stop (SQLSTATE 57014). Fix: run it again if it is still wanted.");
    }

    @Test
    void databaseErrors_saySQLStateAndPositionWhereKnown() {
        assertThat(new DatabaseError("division by zero", "22012", 0).describe())
                .isEqualTo("division by zero (SQLSTATE 22012)");
        assertThat(new DatabaseError("odd", null, 3).describe()).isEqualTo("odd (position 3)");
        assertThat(new DatabaseError("odd", null, 0).describe()).isEqualTo("odd");
        assertThat(new DatabaseError("value \"secret\" for 'other'", null, 0)
                        .masked()
                        .message())
                .isEqualTo("value \"…\" for \"…\"");
    }

    @Test
    void limitsAndTimeouts_areCheckedWhereTheyAreGiven() {
        assertThat(catchThrowable(() -> MetricQuery.of("select 1").limit(0))).hasMessageStartingWith("UPM-206");
        assertThat(catchThrowable(() -> MetricQuery.of("select 1").limit(-5))).hasMessageStartingWith("UPM-206");
        assertThat(catchThrowable(() -> MetricQuery.of("select 1").timeout(Duration.ofNanos(1))))
                .hasMessageStartingWith("UPM-206");
        QueryEngine.Builder engine = QueryEngine.builder(id -> Optional.empty());
        assertThat(catchThrowable(() -> engine.maximumLimit(0))).hasMessageStartingWith("UPM-206");
        assertThat(catchThrowable(() -> engine.timeout(Duration.ZERO))).hasMessageStartingWith("UPM-206");
        assertThat(catchThrowable(() -> engine.lockTimeout(Duration.ofMillis(-1))))
                .hasMessageStartingWith("UPM-206");
    }
}
