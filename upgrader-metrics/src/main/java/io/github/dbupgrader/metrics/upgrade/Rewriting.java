package io.github.dbupgrader.metrics.upgrade;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** Changes rows in the transaction that is there, as the revert of an unfinished part has to. Over plain JDBC: the conditions carry the marks of Jdbi's parameters. */
final class Rewriting {

    private static final int PAGE = 500;

    private Rewriting() {}

    private record Found(UUID id, StoredRow row) {}

    /** Changes all rows of which the condition is true, in the order of their keys. */
    static void all(Handle handle, String condition, UnaryOperator<StoredRow> change) throws SQLException {
        Optional<UUID> after = Optional.empty();
        List<Found> page;
        do {
            page = page(handle, condition, after);
            for (Found found : page) {
                write(handle, found.id(), change.apply(found.row()));
                after = Optional.of(found.id());
            }
        } while (page.size() == PAGE);
    }

    private static List<Found> page(Handle handle, String condition, Optional<UUID> after) throws SQLException {
        String later = after.map(id -> "id > '" + id + "' and ").orElse("");
        String sql = """
                select id, content, version_history, data_metadata from metric_files
                where %s(%s) order by id limit %d for no key update""".formatted(later, condition, PAGE);
        try (Statement statement = handle.getConnection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<Found> page = new ArrayList<>();
            while (result.next()) {
                page.add(new Found(
                        result.getObject("id", UUID.class),
                        StoredRow.of(
                                result.getString("content"),
                                result.getString("version_history"),
                                Optional.ofNullable(result.getString("data_metadata")))));
            }
            return page;
        }
    }

    private static void write(Handle handle, UUID id, StoredRow row) throws SQLException {
        try (PreparedStatement statement = handle.getConnection()
                .prepareStatement(
                        "update metric_files set content = ?::jsonb, version_history = ?::jsonb where id = ?")) {
            statement.setString(1, row.content().toString());
            statement.setString(2, row.history().toString());
            statement.setObject(3, id);
            statement.executeUpdate();
        }
    }
}
