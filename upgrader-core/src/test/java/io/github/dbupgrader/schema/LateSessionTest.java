package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An older session that comes between the look at who is connected and the drop, which may be long: rows are compared, or a start fails. */
@DatabaseTest
class LateSessionTest {

    private final List<Connection> late = new ArrayList<>();

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("create table t (id int primary key, a int)");
    }

    private void contract(TestDatabase database, Consumer<Schema> expand, Consumer<Schema> contract, String still)
            throws SQLException {
        Upgrades upgrades = Upgrades.of(database);
        upgrades.run(expand);
        DataSource older = ServiceSessions.of(database.dataSource(), "energy-api", "1.2.0");
        try {
            assertThatThrownBy(() -> upgrades.run(contract, name(still), () -> connect(older)))
                    .isInstanceOfSatisfying(
                            UpgradeException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_CHANGE_REFUSED))
                    .hasMessageContaining("are connected: energy-api/1.2.0.");
            assertThat(late).hasSize(1);
            assertThatThrownBy(() -> upgrades.run(contract))
                    .as("the look is recorded as done, the drop is not")
                    .hasMessageContaining("are connected: energy-api/1.2.0.");
        } finally {
            for (Connection connection : late) {
                connection.close();
            }
        }
        Awaitility.await()
                .until(() -> database.rows("select 1 from pg_stat_activity where application_name = 'energy-api/1.2.0'")
                        .isEmpty());
        upgrades.run(contract);
    }

    private static String name(String what) {
        return "look who needs the old " + what;
    }

    private void connect(DataSource dataSource) {
        try {
            late.add(dataSource.getConnection());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("online 41: an older session that comes late stops the drop of the old column, also at the next start")
    void column_isKept(TestDatabase database) throws SQLException {
        contract(
                database,
                schema -> schema.table("t").renameColumn("a", "c").expand(),
                schema -> schema.table("t")
                        .renameColumn("a", "c")
                        .whenNoOlderThan("energy-api", "1.3.0")
                        .lookingFor(Duration.ZERO)
                        .contract(),
                "column");

        assertThat(database.queryLong(
                        "select count(*) from pg_attribute where attrelid = 't'::regclass and attname in ('a', 'c')"))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("online 41: an older session that comes late stops the drop of the old name, also at the next start")
    void nameOfATable_isKept(TestDatabase database) throws SQLException {
        contract(
                database,
                schema -> schema.table("t").renameTo("u").expand(),
                schema -> schema.table("t")
                        .renameTo("u")
                        .whenNoOlderThan("energy-api", "1.3.0")
                        .lookingFor(Duration.ZERO)
                        .contract(),
                "name");

        assertThat(database.queryText("select coalesce(to_regclass('t')::text, 'gone')"))
                .isEqualTo("gone");
    }
}
