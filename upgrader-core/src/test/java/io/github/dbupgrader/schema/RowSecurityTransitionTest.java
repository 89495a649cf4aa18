package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An application whose role has few rights on a table with policies, while a column of it is renamed. */
@DatabaseTest
class RowSecurityTransitionTest {

    private static RenameColumn rename(Schema schema) {
        return schema.table("t").renameColumn("a", "b").lookingFor(Duration.ZERO);
    }

    private static void assertDenied(Statement application, String sql) {
        assertThatThrownBy(() -> application.execute(sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    @Test
    @DisplayName(
            "online 36: with FORCE RLS and without rights on the function the application writes under both names, just what it might before")
    void rename_withPolicies(TestDatabase database) throws SQLException {
        String role = database.role("app");
        database.execute(
                "create table t (id int primary key, owner text not null default current_user, a text, note text);"
                        + " alter table t enable row level security; alter table t force row level security;"
                        + " create policy own on t using (owner = current_user) with check (owner = current_user);"
                        + " insert into t (id, owner, a) values (1, '%1$s', 'a'), (2, 'other', 'a'); grant usage on schema public to %1$s;"
                                .formatted(role)
                        + " grant select (id, a), insert (id, a), update (a) on t to " + role);
        Upgrades upgrades = Upgrades.of(database);

        upgrades.run(schema -> rename(schema).expand());

        try (Connection connection = database.dataSource(role).getConnection();
                Statement application = connection.createStatement()) {
            application.execute("set search_path to ''");
            assertThat(application.executeUpdate("update public.t set a = 'old'"))
                    .isEqualTo(1);
            assertThat(application.executeUpdate("update public.t set b = b || ' and new'"))
                    .isEqualTo(1);
            application.execute(
                    "insert into public.t (id, b) values (3, 'by new'); insert into public.t (id, a) values (4, 'by old')");
            assertDenied(application, "update public.t set note = b");
            assertDenied(application, "select owner from public.t");
            assertThat(database.rows("select id, a, b from t order by id"))
                    .containsExactly("1|old and new|old and new", "2|a|a", "3|by new|by new", "4|by old|by old");

            upgrades.run(schema -> rename(schema).contract());

            assertThat(application.executeUpdate("update public.t set b = 'last' where id = 1"))
                    .isEqualTo(1);
            application.execute("insert into public.t (id, b) values (5, 'more'); select id, b from public.t");
            assertDenied(application, "update public.t set note = 'x'");
        }
        assertThat(database.rows("select id, b from t order by id"))
                .containsExactly("1|last", "2|a", "3|by new", "4|by old", "5|more");
        database.execute("drop owned by " + role);
    }
}
