package io.github.dbupgrader.metrics.query;

import io.github.dbupgrader.metrics.model.MetricErrorCode;
import io.github.dbupgrader.metrics.query.QueryException.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/** The errors of this package, each text in one place. */
final class QueryErrors {
    private static final String WRITE_A_QUERY = "write one statement that begins with SELECT, WITH, VALUES or TABLE";

    private QueryErrors() {}

    static QueryException empty() {
        return refused("SQL query cannot be empty", "the text has nothing but white space and comments", WRITE_A_QUERY);
    }

    static QueryException severalStatements() {
        return refused(
                "The SQL has more than one statement",
                "a semicolon stands before its end, and a metric is one query",
                "remove what is before or after the semicolon");
    }

    static QueryException notAQuery(String firstWord) {
        return refused(
                "The SQL is not a query",
                "it begins with \"" + shortened(firstWord)
                        + "\", and only a statement that returns rows and changes nothing is run",
                WRITE_A_QUERY);
    }

    static QueryException changesData(String verb) {
        return refused(
                "The SQL changes data",
                "it has " + verb.toUpperCase(Locale.ROOT) + " in or after its WITH clause",
                "leave only queries in it");
    }

    static QueryException selectInto() {
        return refused("The SQL makes a table", "SELECT INTO is a way to write", "remove the INTO clause");
    }

    static QueryException lockingClause() {
        return refused(
                "The SQL locks rows", "FOR UPDATE and its like make other sessions wait", "remove the locking clause");
    }

    static QueryException forbiddenFunction(String name) {
        return refused(
                "The SQL calls " + shortened(name),
                "that function reaches beyond the query: files, other sessions, settings, locks, or SQL that cannot be looked at",
                "leave the call out");
    }

    static QueryException unterminated(String what) {
        return refused("The SQL is cut off", "a " + what + " in it has no end", "close it");
    }

    static QueryException refusedByEngine(String engine, String message) {
        return new QueryException(
                Kind.REFUSED,
                MetricErrorCode.QUERY_REFUSED,
                "The SQL is not a query",
                engine + " reads it otherwise: " + message,
                WRITE_A_QUERY,
                message,
                null,
                0,
                null);
    }

    static QueryException invalidSetting(String what, String why, String fix) {
        return new QueryException(Kind.REFUSED, MetricErrorCode.INVALID_QUERY_SETTING, what, why, fix);
    }

    static QueryException limitTooSmall(int limit) {
        return invalidSetting(
                "The row limit " + limit + " cannot be used",
                "a query returns at least one row if there is one",
                "give a limit above 0, or none for the default of " + MetricQuery.DEFAULT_LIMIT);
    }

    static QueryException limitTooLarge(int limit, int maximum) {
        return invalidSetting(
                "The row limit " + limit + " cannot be used",
                "rows are kept in memory, and the engine's maximum is " + maximum,
                "give a smaller limit, or raise maximumLimit of the engine");
    }

    static QueryException timeoutTooSmall(Duration timeout) {
        return invalidSetting(
                "The time-out " + timeout + " cannot be used",
                "it is not above zero, and a query without an end would hold its connection",
                "give a time-out of at least a millisecond");
    }

    static QueryException unknownSource(UUID id) {
        return new QueryException(
                Kind.SOURCE,
                MetricErrorCode.UNKNOWN_DATA_SOURCE,
                "The data source " + id + " is not known",
                "the host's DataSources have no connection for it",
                "add it to the DataSources, or correct the metric's data set");
    }

    // the driver's message is left out: it may name users and hosts, and the cause has it for the log
    static QueryException unreachable(UUID id, SQLException cause) {
        return new QueryException(
                Kind.SOURCE,
                MetricErrorCode.DATA_SOURCE_UNREACHABLE,
                "The data source " + id + " gives no connection",
                "its driver or pool ends with SQLSTATE " + cause.getSQLState(),
                "look at the cause, and check address, credentials and the size of the pool",
                "",
                cause.getSQLState(),
                0,
                cause);
    }

    static QueryException broken(UUID id, SQLException cause) {
        return new QueryException(
                Kind.SOURCE,
                MetricErrorCode.DATA_SOURCE_UNREACHABLE,
                "The connection to the data source " + id + " broke",
                "it ended with SQLSTATE " + cause.getSQLState() + " while the query ran",
                "run the query again; if that connection breaks, too, look into the log of the server for what ends it",
                "",
                cause.getSQLState(),
                0,
                cause);
    }

    static QueryException unsuitableSource(String dialect, String why, String fix) {
        return new QueryException(
                Kind.SOURCE,
                MetricErrorCode.INVALID_QUERY_SETTING,
                "The " + dialect + " connection is not safe for metrics",
                why,
                fix);
    }

    static QueryException failed(DatabaseError error, SQLException cause) {
        return new QueryException(
                Kind.FAILED,
                MetricErrorCode.QUERY_FAILED,
                "The query failed",
                error.describe(),
                "correct the SQL",
                error.message(),
                error.sqlState(),
                error.position(),
                cause);
    }

    static QueryException timeout(Duration limit, SQLException cause) {
        return new QueryException(
                Kind.TIMEOUT,
                MetricErrorCode.QUERY_TIMEOUT,
                "The query was ended after " + limit.toMillis() + " ms",
                "its time-out was over (SQLSTATE 57014)",
                "make the query cheaper, or give it a longer time-out",
                "",
                QueryException.QUERY_CANCELED,
                0,
                cause);
    }

    static QueryException cancelled(SQLException cause) {
        return new QueryException(
                Kind.CANCELLED,
                MetricErrorCode.QUERY_CANCELLED,
                "The query was cancelled",
                "it was asked to stop (SQLSTATE 57014)",
                "run it again if it is still wanted",
                "",
                QueryException.QUERY_CANCELED,
                0,
                cause);
    }

    private static QueryException refused(String what, String why, String fix) {
        return new QueryException(Kind.REFUSED, MetricErrorCode.QUERY_REFUSED, what, why, fix);
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + " …";
    }
}
