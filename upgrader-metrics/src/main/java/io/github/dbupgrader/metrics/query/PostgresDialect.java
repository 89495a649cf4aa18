package io.github.dbupgrader.metrics.query;

import io.github.dbupgrader.metrics.profile.ColumnType;
import io.github.dbupgrader.metrics.profile.ResultColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.core.Parser;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * PostgreSQL, through its own driver.
 *
 * <p>A read-only transaction is no wall by itself: {@code commit; delete …} ends it. So there are four, and each of them would do against most texts. The text is one
 * statement as the driver itself splits it, and begins as a query. It goes to the server in the extended protocol, in which a message holds one statement; the simple protocol is
 * refused. There it is the query of a cursor, which the server accepts for nothing but a query, without data-modifying parts. And the transaction is read-only, with time-outs for
 * statements and locks, and always rolled back, which takes settings back, too; advisory locks of the session, which outlive it, are released. The fifth wall is the host's: a
 * role that may only SELECT.
 *
 * <p>The session's time zone is UTC for the time of the query, so that dates do not depend on the JVM.
 *
 * <p>Call only. Thread-safe.
 */
public final class PostgresDialect implements Dialect {
    private static final String CURSOR = "upgrader_metric";
    private static final String DECLARE = "declare " + CURSOR + " no scroll cursor for\n";

    // what is said of values, and what routines say, who may put values into their own words
    private static final Set<String> QUOTES_DATA = Set.of("22", "23", "38", "39", "P0");

    // What reaches beyond the transaction, so that rolling back does not undo it, and what executes a text that nobody
    // has looked at.
    private static final QueryRules RULES = QueryRules.standard()
            .withoutFunctions(
                    "pg_terminate_backend",
                    "pg_cancel_backend",
                    "pg_reload_conf",
                    "pg_rotate_logfile*",
                    "pg_logfile_rotate",
                    "pg_truncate_visibility_map",
                    "heap_force_*",
                    "pg_log_*",
                    "pg_sync_*",
                    "postgres_fdw_disconnect*",
                    "pg_stat_file",
                    "pg_promote",
                    "pg_switch_wal",
                    "pg_notify",
                    "set_config",
                    "ts_stat",
                    "ts_rewrite",
                    "xpath_table",
                    "connectby",
                    "crosstab*",
                    "lowrite",
                    "lo_creat*",
                    "lo_import",
                    "lo_export",
                    "lo_from_bytea",
                    "lo_put",
                    "lo_unlink",
                    "lo_truncate*",
                    "pg_read_*",
                    "pg_ls_*",
                    "pg_file_*",
                    "pg_advisory_*",
                    "pg_try_advisory_*",
                    "pg_create_*",
                    "pg_copy_*",
                    "pg_drop_*",
                    "pg_logical_*",
                    "pg_replication_*",
                    "pg_wal_replay_*",
                    "pg_backup_*",
                    "pg_start_backup",
                    "pg_stop_backup",
                    "pg_stat_reset*",
                    "pg_stat_statements_reset",
                    "query_to_xml*",
                    "query_export_to_s3",
                    "cursor_to_xml*",
                    "dblink*");

    /** Creates the dialect. */
    public PostgresDialect() {
        // nothing to set
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public QueryRules rules() {
        return RULES;
    }

    @Override
    public void check(String sql) {
        RULES.check(sql);
        checkOneMessage(sql);
    }

    // The driver sends a message for each statement that it finds, and the server takes no more than one in a message.
    // So one for the driver is one for the server. A comment
    // behind a semicolon is a statement to the driver, and nothing to the server.
    private static void checkOneMessage(String sql) {
        try {
            long statements = Parser.parseJdbcSql(DECLARE + sql, true, false, true, false, true).stream()
                    .filter(query -> !SqlTokens.of(query.nativeSql).isEmpty())
                    .count();
            if (statements != 1) {
                throw QueryErrors.severalStatements();
            }
        } catch (SQLException e) {
            throw QueryErrors.refusedByEngine("the driver", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void begin(Connection connection, QueryLimits limits) throws SQLException {
        PGConnection driver = connection.unwrap(PGConnection.class);
        PreferQueryMode mode = driver.getPreferQueryMode();
        if (mode != PreferQueryMode.EXTENDED && mode != PreferQueryMode.EXTENDED_CACHE_EVERYTHING) {
            throw QueryErrors.unsuitableSource(
                    name(),
                    "preferQueryMode=" + mode.value()
                            + " sends texts in the simple protocol, where one text may hold several statements",
                    "remove preferQueryMode from the data source of the metrics");
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // one round trip; a cursor is planned for its first rows otherwise, and most metrics read all of theirs
            statement.execute("set transaction isolation level repeatable read, read only;"
                    + " set local statement_timeout = " + limits.timeout().toMillis() + ";"
                    + " set local lock_timeout = " + limits.lockTimeout().toMillis() + ";"
                    + " set local standard_conforming_strings = on;"
                    + " set local cursor_tuple_fraction = 1;"
                    + " set local time zone 'UTC'");
        }
    }

    @Override
    public RowStream open(Statement statement, String sql, QueryLimits limits) throws SQLException {
        checkOneMessage(sql);
        statement.execute(DECLARE + sql);
        return new CursorRows(statement, limits.fetchSize());
    }

    @Override
    public void end(Connection connection) throws SQLException {
        connection.rollback();
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_catalog.pg_advisory_unlock_all()");
        }
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Override
    public ResultColumn column(ResultSetMetaData metadata, int column) throws SQLException {
        return JdbcColumns.column(
                metadata, column, type(metadata.getColumnTypeName(column), metadata.getColumnType(column)));
    }

    // Serial columns have names of their own in this driver. A domain arrives as its base type. Whatever else is a
    // VARCHAR to the driver is an enum.
    private static ColumnType type(String name, int jdbcType) {
        return switch (name) {
            case "int2", "smallserial" -> ColumnType.INT2;
            case "int4", "serial" -> ColumnType.INT4;
            case "int8", "bigserial" -> ColumnType.INT8;
            case "numeric" -> ColumnType.NUMERIC;
            case "float4" -> ColumnType.FLOAT4;
            case "float8" -> ColumnType.FLOAT8;
            case "bool" -> ColumnType.BOOL;
            case "text", "name", "unknown" -> ColumnType.TEXT;
            case "varchar" -> ColumnType.VARCHAR;
            case "bpchar" -> ColumnType.BPCHAR;
            case "uuid" -> ColumnType.UUID;
            case "date" -> ColumnType.DATE;
            case "timestamp" -> ColumnType.TIMESTAMP;
            case "timestamptz" -> ColumnType.TIMESTAMPTZ;
            case "time" -> ColumnType.TIME;
            case "timetz" -> ColumnType.TIMETZ;
            case "interval" -> ColumnType.INTERVAL;
            case "json" -> ColumnType.JSON;
            case "jsonb" -> ColumnType.JSONB;
            case "bytea" -> ColumnType.BYTEA;
            default ->
                jdbcType == Types.ARRAY
                        ? ColumnType.ARRAY
                        : jdbcType == Types.VARCHAR ? ColumnType.ENUM : ColumnType.OTHER;
        };
    }

    @Override
    public DatabaseError describe(SQLException error) {
        ServerErrorMessage server = error instanceof PSQLException failure ? failure.getServerErrorMessage() : null;
        if (server == null) {
            return Dialect.super.describe(error);
        }
        int position = Math.max(0, server.getPosition() - DECLARE.length());
        DatabaseError described = new DatabaseError(String.valueOf(server.getMessage()), error.getSQLState(), position);
        String state = String.valueOf(error.getSQLState());
        return QUOTES_DATA.contains(state.substring(0, Math.min(2, state.length()))) ? described.masked() : described;
    }

    @Override
    public String finite(ColumnType type, String column) {
        return switch (type.kind()) {
            case FLOAT, DECIMAL -> column + " not in ('NaN', 'Infinity', '-Infinity')";
            case DATE, TIMESTAMP, INSTANT -> "isfinite(" + column + ")";
            default -> "";
        };
    }

    // json, xml, points and their like have no equality; their text has
    @Override
    public String countable(ColumnType type, String column) {
        return switch (type) {
            case JSON, OTHER -> column + "::text";
            default -> column;
        };
    }

    /** Fetches in parts: each is a statement of its own, so that its time-out counts anew and the watchdog counts all. */
    private static final class CursorRows implements RowStream {
        private final Statement statement;
        private final String fetch;
        private final int size;
        private ResultSet part;
        private int left;

        CursorRows(Statement statement, int size) throws SQLException {
            this.statement = statement;
            this.size = size;
            fetch = "fetch forward " + size + " from " + CURSOR;
            part = statement.executeQuery(fetch);
            left = size;
        }

        @Override
        public ResultSet current() {
            return part;
        }

        @Override
        public boolean next() throws SQLException {
            if (left == 0) {
                part.close();
                part = statement.executeQuery(fetch);
                left = size;
            }
            left--;
            return part.next();
        }

        @Override
        public void close() throws SQLException {
            part.close();
        }
    }
}
