package io.github.dbupgrader.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DatabaseTest
class NamedStatementPostgresTest {

    @DisplayName("upgrades 15: a schema's name with a colon or a question mark in it is no parameter")
    @Test
    void one_quotedTextsAndCasts_areNoNames(TestDatabase database) throws SQLException {
        database.execute("create schema \"a:b?\"; create table \"a:b?\".t (x int); insert into \"a:b?\".t values (7)");
        try (Connection connection = database.connect()) {
            String said = new NamedStatement(
                            "select ':x?' || x::text || :value || :value from \"a:b?\".t where x = :number")
                    .one(connection, Map.of("value", "v", "number", 7), row -> row.getString(1));

            assertThat(said).isEqualTo(":x?7vv");
        }
    }

    @Test
    void execute_nothingAndLists_areBound(TestDatabase database) throws SQLException {
        database.execute("create table t (a text, b text[], c double precision)");
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("a", null);
        values.put("b", new String[] {"x", "y"});
        values.put("c", 1.5);
        try (Connection connection = database.connect()) {
            new NamedStatement("insert into t select :a, :b, :c").execute(connection, values);
        }

        assertThat(database.queryText("select coalesce(a, 'none') || b[1] || b[2] || c from t"))
                .isEqualTo("nonexy1.5");
    }

    @Test
    void one_valueMissing_isRefused(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            NamedStatement statement = new NamedStatement("select :here, :gone");

            assertThatThrownBy(() -> statement.one(connection, Map.of("here", 1), row -> row.getInt(1)))
                    .hasMessage("nothing is bound to :gone");
        }
    }

    @Test
    void execute_databaseRefuses_keepsItsException(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            NamedStatement statement = new NamedStatement("insert into missing select :value");

            assertThatThrownBy(() -> statement.execute(connection, Map.of("value", 1)))
                    .isInstanceOf(JdbiException.class)
                    .matches(SqlState::isUndefinedTable);
        }
    }
}
