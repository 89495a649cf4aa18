package io.github.dbupgrader.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the conditions call behind and before is what the server's order calls so, for every direction of three columns and every key. */
@DatabaseTest
class KeyOrderPostgresTest {

    @Test
    @DisplayName(
            "backfill 59: behind a key, and up to it, are the rows that the server sorts there, in mixed directions too")
    void conditions_matchTheServersOrder(TestDatabase database) throws Exception {
        database.execute(
                "create table k as select a, b, c from generate_series(1, 3) a, generate_series(1, 3) b, generate_series(1, 3) c");
        try (Connection connection = database.connect()) {
            for (int directions = 0; directions < 8; directions++) {
                VisitedTable table = table(directions);
                List<List<String>> all = keys(connection, table, new KeyCondition("true", List.of()), List.of());
                assertThat(all).hasSize(27);
                for (int i = 0; i < all.size(); i++) {
                    List<String> key = all.get(i);

                    assertThat(keys(connection, table, KeyCondition.after(table.key(), "k."), key))
                            .isEqualTo(all.subList(i + 1, all.size()));
                    assertThat(keys(connection, table, KeyCondition.upTo(table.key(), "k."), key))
                            .isEqualTo(all.subList(0, i + 1));
                    assertThat(keys(connection, table, KeyCondition.equal(table.key(), "k."), key))
                            .containsExactly(key);
                }
            }
        }
    }

    private static VisitedTable table(int directions) {
        List<KeyColumn> columns = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            boolean descending = (directions >> columns.size() & 1) == 1;
            columns.add(new KeyColumn(new Identifier(name), "integer", "", descending, descending));
        }
        return new VisitedTable("k", columns, Map.of(), List.of());
    }

    private static List<List<String>> keys(
            Connection connection, VisitedTable table, KeyCondition condition, List<String> key) throws SQLException {
        String sql = "select %s as key from k where %s order by %s"
                .formatted(table.keyAsText(""), condition.sql(), table.order("", false));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            condition.bind(statement, 1, key);
            List<List<String>> keys = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    keys.add(TableCatalogue.list(row, "key"));
                }
            }
            return keys;
        }
    }
}
