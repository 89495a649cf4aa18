package io.github.dbupgrader.metrics.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dbupgrader.metrics.profile.ColumnType;
import io.github.dbupgrader.metrics.profile.ResultColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/**
 * DuckDB, embedded in this process.
 *
 * <p>DuckDB has no roles, and reads and writes files as this process may, so the engine has to be closed as a whole: {@link DuckDbSource} opens it read-only, without access to files
 * other than those the host names, and with its configuration locked; a connection that is not so is refused. Before a text is executed, DuckDB's own parser says whether it is
 * exactly one SELECT. It runs in a read-only transaction that is rolled back.
 *
 * <p>Call only. Thread-safe.
 */
public final class DuckDbDialect implements Dialect {
    private static final QueryRules RULES = QueryRules.standard()
            .beginningAlsoWith("from", "pivot", "unpivot")
            .withoutSelectInto()
            .withoutFunctions(
                    "checkpoint", "force_checkpoint", "enable_*", "disable_*", "write_log", "truncate_duckdb_logs");

    private static final ObjectMapper JSON = new ObjectMapper();

    // Where an error is about a value, DuckDB quotes it.
    private static final Pattern ABOUT_DATA =
            Pattern.compile("(?:Conversion|Invalid Input|Out of Range|Constraint) Error: .*", Pattern.DOTALL);

    /** Creates the dialect. */
    public DuckDbDialect() {
        // nothing to set
    }

    @Override
    public String name() {
        return "DuckDB";
    }

    @Override
    public QueryRules rules() {
        return RULES;
    }

    @Override
    public void begin(Connection connection, QueryLimits limits) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet settings = statement.executeQuery(
                    "select current_setting('enable_external_access')::varchar, current_setting('lock_configuration')::varchar")) {
                settings.next();
                if (settings.getString(1).equals("true")
                        || settings.getString(2).equals("false")) {
                    throw QueryErrors.unsuitableSource(
                            name(),
                            "its queries could read any file of this process, or allow themselves to",
                            "open it with DuckDbSource, or set enable_external_access = false and lock_configuration = true");
                }
            }
            statement.execute("begin transaction read only");
        }
    }

    @Override
    public RowStream open(Statement statement, String sql, QueryLimits limits) throws SQLException {
        askParser(statement.getConnection(), sql);
        return RowStream.of(statement.executeQuery(sql));
    }

    // The function parses the text as a script, and gives back a tree of SELECT statements or an error.
    private static void askParser(Connection connection, String sql) throws SQLException {
        JsonNode tree;
        try (PreparedStatement parser = connection.prepareStatement("select json_serialize_sql(?::varchar)::varchar")) {
            parser.setString(1, sql);
            try (ResultSet result = parser.executeQuery()) {
                result.next();
                tree = JSON.readTree(result.getString(1));
            }
        } catch (JsonProcessingException e) {
            throw QueryErrors.refusedByEngine("DuckDB", "its parser's answer cannot be read");
        }
        String message = tree.path("error_message").asText();
        if (tree.path("error_type").asText().equals("parser")) {
            throw new SQLException("Parser Error: " + message, "42601");
        } else if (tree.path("error").asBoolean(true)) {
            throw QueryErrors.refusedByEngine("DuckDB", message);
        } else if (tree.path("statements").size() != 1) {
            throw QueryErrors.severalStatements();
        }
    }

    // A streamed result that fails before its first rows has lost what the engine said; read at once, it tells. An
    // error ends the transaction.
    @Override
    public SQLException explain(Statement statement, String sql, SQLException error) throws SQLException {
        if (!String.valueOf(error.getMessage()).contains("Invalid result set")) {
            return error;
        }
        Connection connection = statement.getConnection();
        execute(connection, "rollback");
        execute(connection, "set session jdbc_stream_results = false");
        execute(connection, "begin transaction read only");
        try (ResultSet atOnce = statement.executeQuery(sql)) {
            atOnce.next();
            return error;
        } catch (SQLException told) {
            return told;
        } finally {
            execute(connection, "rollback");
            execute(connection, "set session jdbc_stream_results = true");
            execute(connection, "begin transaction read only");
        }
    }

    // each by a statement of its own: a streamed one is over only when it is closed
    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void end(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("rollback");
        }
    }

    @Override
    public ResultColumn column(ResultSetMetaData metadata, int column) throws SQLException {
        ColumnType type = type(metadata.getColumnTypeName(column));
        ResultColumn plain = JdbcColumns.column(metadata, column, type);
        return new ResultColumn(
                plain.label(), type, plain.databaseType(), plain.precision(), plain.scale(), DuckDbReaders.of(type));
    }

    private static ColumnType type(String name) {
        if (name.endsWith("]")) {
            return ColumnType.ARRAY;
        } else if (name.startsWith("DECIMAL")) {
            return ColumnType.NUMERIC;
        } else if (name.startsWith("ENUM")) {
            return ColumnType.ENUM;
        }
        return switch (name) {
            case "TINYINT", "UTINYINT", "SMALLINT" -> ColumnType.INT2;
            case "USMALLINT", "INTEGER" -> ColumnType.INT4;
            case "UINTEGER", "BIGINT" -> ColumnType.INT8;
            case "UBIGINT", "HUGEINT", "UHUGEINT" -> ColumnType.NUMERIC;
            case "FLOAT" -> ColumnType.FLOAT4;
            case "DOUBLE" -> ColumnType.FLOAT8;
            case "BOOLEAN" -> ColumnType.BOOL;
            case "VARCHAR" -> ColumnType.TEXT;
            case "UUID" -> ColumnType.UUID;
            case "DATE" -> ColumnType.DATE;
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> ColumnType.TIMESTAMP;
            case "TIMESTAMP WITH TIME ZONE" -> ColumnType.TIMESTAMPTZ;
            case "TIME" -> ColumnType.TIME;
            case "TIME WITH TIME ZONE" -> ColumnType.TIMETZ;
            case "INTERVAL" -> ColumnType.INTERVAL;
            case "JSON" -> ColumnType.JSON;
            case "BLOB" -> ColumnType.BYTEA;
            default -> ColumnType.OTHER;
        };
    }

    @Override
    public DatabaseError describe(SQLException error) {
        DatabaseError described = new DatabaseError(String.valueOf(error.getMessage()), error.getSQLState(), 0);
        return ABOUT_DATA.matcher(described.message()).matches() ? described.masked() : described;
    }

    @Override
    public String finite(ColumnType type, String column) {
        return switch (type.kind()) {
            case FLOAT, DATE, TIMESTAMP, INSTANT -> "isfinite(" + column + ")";
            default -> "";
        };
    }
}
