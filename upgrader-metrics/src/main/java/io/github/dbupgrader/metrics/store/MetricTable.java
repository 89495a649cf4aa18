package io.github.dbupgrader.metrics.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The statements on {@code metric_files}.
 *
 * <p>The column {@code data_metadata} may be there or not, and may come or go while this runs. A statement that names it fails where it is missing. So reading brings
 * a null of that name along, one level further out: SQL looks for a name in the inner level first, and takes the outer one only where the table has no such column.
 * Writing asks first, in the transaction that then holds a lock on the table, and so keeps the answer true.
 */
final class MetricTable {

    private static final String HAS_COLUMN = """
            exists (select from pg_catalog.pg_attribute
                where attrelid = 'metric_files'::regclass and attname = 'data_metadata' and not attisdropped)""";

    private static final String READ = """
            select found.* from (select null::jsonb as data_metadata) as absent
            cross join lateral (
              select metric.id, metric.file_name, metric.content, metric.version_history, metric.verification::text,
                metric.organization_id, metric.created_by, metric.created_at, metric.updated_at, data_metadata,
                %s as has_column, now() as read_at
              from metric_files as metric
              where metric.id = ? and metric.deleted_at is null
              %s
            ) as found""";

    private static final String READ_ONE = READ.formatted(HAS_COLUMN, "");
    private static final String LOCK_ONE = READ.formatted(HAS_COLUMN, "for update of metric");

    private MetricTable() {}

    static MetricRow read(Connection connection, UUID id) throws SQLException {
        return one(connection, READ_ONE, id);
    }

    /** Reads a row and keeps it from changing until the transaction ends; its time is later than that of any change before. */
    static MetricRow lock(Connection connection, UUID id) throws SQLException {
        MetricRow row = one(connection, LOCK_ONE, id);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select clock_timestamp()")) {
            result.next();
            return row.at(result.getObject(1, OffsetDateTime.class));
        }
    }

    private static MetricRow one(Connection connection, String sql, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    throw StoreErrors.metricNotFound(id);
                }
                return row(result);
            }
        }
    }

    private static MetricRow row(ResultSet result) throws SQLException {
        return new MetricRow(
                result.getObject("id", UUID.class),
                result.getString("file_name"),
                StoreJson.read(result.getString("content")),
                VersionHistory.read(result.getString("version_history")),
                Verification.of(result.getString("verification")),
                result.getObject("organization_id", UUID.class),
                result.getObject("created_by", UUID.class),
                result.getObject("created_at", OffsetDateTime.class),
                result.getObject("updated_at", OffsetDateTime.class),
                object(result.getString("data_metadata")),
                result.getBoolean("has_column"),
                result.getObject("read_at", OffsetDateTime.class));
    }

    static List<MetricSummary> list(Connection connection, UUID organization, int limit, long offset)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select id, name, file_name, verification::text, created_by, created_at, updated_at
                from metric_files where organization_id = ? and deleted_at is null
                order by updated_at desc, id limit ? offset ?""")) {
            statement.setObject(1, organization);
            statement.setInt(2, limit);
            statement.setLong(3, offset);
            List<MetricSummary> found = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    found.add(summary(result));
                }
            }
            return found;
        }
    }

    private static MetricSummary summary(ResultSet result) throws SQLException {
        return new MetricSummary(
                result.getObject("id", UUID.class),
                result.getString("name"),
                result.getString("file_name"),
                Verification.of(result.getString("verification")),
                result.getObject("created_by", UUID.class),
                result.getObject("created_at", OffsetDateTime.class),
                result.getObject("updated_at", OffsetDateTime.class));
    }

    // whatever is no object is no metadata: a JSON null, above all, is not the absence that SQL NULL is
    private static Optional<JsonNode> object(@Nullable String json) {
        return Optional.ofNullable(json).map(StoreJson::read).filter(JsonNode::isObject);
    }

    /** Writes what an update changes; the metadata only where there is some, and a column for it: it never goes. */
    static void write(Connection connection, MetricRow row, MetricChange change) throws SQLException {
        boolean withMetadata = row.hasColumn() && change.metadata().isPresent();
        String sql = "update metric_files set name = ?, content = ?::jsonb, version_history = ?::jsonb,"
                + " verification = ?::verification_enum, updated_at = ?"
                + (withMetadata ? ", data_metadata = ?::jsonb" : "")
                + " where id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameter = 0;
            statement.setString(++parameter, change.definition().name());
            statement.setString(++parameter, change.content().toString());
            statement.setString(++parameter, change.history().toString());
            statement.setString(++parameter, change.verification().text());
            statement.setObject(++parameter, row.now());
            if (withMetadata) {
                statement.setString(
                        ++parameter, change.metadata().orElseThrow().toJson().toString());
            }
            statement.setObject(++parameter, row.id());
            statement.executeUpdate();
        }
    }

    /** Writes a status with the renewed time of the latest version; neither definition nor metadata. */
    static void writeStatus(Connection connection, MetricRow row, Verification verification) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "update metric_files set verification = ?::verification_enum, version_history = ?::jsonb, updated_at = ?"
                        + " where id = ?")) {
            statement.setString(1, verification.text());
            statement.setString(
                    2, row.history().touchLatest(row.now(), row.content()).toString());
            statement.setObject(3, row.now());
            statement.setObject(4, row.id());
            statement.executeUpdate();
        }
    }

    /** Writes metadata alone; neither time nor history, since the metric has not changed. */
    static void writeMetadata(Connection connection, UUID id, DataMetadata metadata) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update metric_files set data_metadata = ?::jsonb where id = ?")) {
            statement.setString(1, metadata.toJson().toString());
            statement.setObject(2, id);
            statement.executeUpdate();
        }
    }

    /** Locks the table against changes of its columns, and tells the time and whether it has the column. */
    static Insertion beforeInsert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table metric_files in row exclusive mode");
            try (ResultSet result = statement.executeQuery("select " + HAS_COLUMN + ", now()")) {
                result.next();
                return new Insertion(result.getBoolean(1), result.getObject(2, OffsetDateTime.class));
            }
        }
    }

    /**
     * What a transaction that inserts knows.
     *
     * @param hasColumn whether the table has the column
     * @param now the transaction's time
     */
    record Insertion(boolean hasColumn, OffsetDateTime now) {}

    /** {@return whether the row is new; one of the same id stays as it is} */
    static boolean insert(Connection connection, Insertion insertion, NewMetric metric, DataMetadata metadata)
            throws SQLException {
        MetricDefinition definition = metric.definition();
        ObjectNode content = definition.toContent();
        VersionHistory history = new VersionHistory(content.objectNode())
                .append(insertion.now(), content, Optional.of(metadata.toJson()));
        String sql = "insert into metric_files (id, name, file_name, content, organization_id, created_by, created_at,"
                + " updated_at, version_history" + (insertion.hasColumn() ? ", data_metadata" : "")
                + ") values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?::jsonb" + (insertion.hasColumn() ? ", ?::jsonb" : "")
                + ") on conflict (id) do nothing";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, metric.id());
            statement.setString(2, definition.name());
            statement.setString(3, metric.fileName());
            statement.setString(4, content.toString());
            statement.setObject(5, metric.organization());
            statement.setObject(6, metric.user());
            statement.setObject(7, insertion.now());
            statement.setObject(8, insertion.now());
            statement.setString(9, history.toString());
            if (insertion.hasColumn()) {
                statement.setString(10, metadata.toJson().toString());
            }
            return statement.executeUpdate() == 1;
        }
    }
}
