package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions that say which service they belong to. */
class ServiceSessionsTest {

    private static String name(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select application_name from pg_stat_get_activity(pg_backend_pid())")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    @DatabaseTest
    @DisplayName(
            "online 41: a pool's sessions of an older version stop contract, by the name that their DataSource gave them")
    void contract_whileOlderServiceIsConnected_isRefused(TestDatabase database) throws SQLException {
        database.execute("create table t (id int primary key, a int)");
        Upgrades upgrades = Upgrades.of(ServiceSessions.of(database.dataSource(), "upgrades", "1.0.0"));
        upgrades.run(schema -> schema.table("t").renameColumn("a", "c").expand());
        DataSource older = ServiceSessions.of(database.pool(1), "energy-api", "1.2.0");
        DataSource newer = ServiceSessions.of(database.dataSource(), "energy-api", "1.3.0");

        try (Connection current = newer.getConnection()) {
            assertThat(name(current)).isEqualTo("energy-api/1.3.0");
            try (Connection old = older.getConnection()) {
                assertThat(name(old)).isEqualTo("energy-api/1.2.0");
                assertThatThrownBy(() -> contract(upgrades))
                        .isInstanceOfSatisfying(
                                UpgradeException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_CHANGE_REFUSED))
                        .hasMessageContaining("are connected: energy-api/1.2.0.");
            }
            assertThatThrownBy(() -> contract(upgrades))
                    .as("the pool keeps the session, and lends it to the old version again")
                    .hasMessageContaining("are connected: energy-api/1.2.0.");
            older.unwrap(HikariDataSource.class).close();
            Awaitility.await()
                    .until(() -> database.rows(
                                    "select 1 from pg_stat_activity where application_name = 'energy-api/1.2.0'")
                            .isEmpty());
            contract(upgrades);
        }
        assertThat(database.queryLong(
                        "select count(*) from pg_attribute where attrelid = 't'::regclass and attname = 'a'"))
                .isZero();
    }

    private static void contract(Upgrades upgrades) {
        upgrades.run(schema -> schema.table("t")
                .renameColumn("a", "c")
                .whenNoOlderThan("energy-api", "1.3.0")
                .refuseUnknownSessions()
                .lookingFor(Duration.ZERO)
                .contract());
    }

    @Test
    @DatabaseTest
    @DisplayName(
            "online 41: the name survives a rollback and autocommit off, comes back at the next lending, and commits nobody's work")
    void name_staysWhateverTheSessionDoes(TestDatabase database) throws SQLException {
        database.execute("create table t (id int)");
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setMaximumPoolSize(1);
        config.setAutoCommit(false);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            lendThreeTimes(database, pool);
        }
    }

    private static void lendThreeTimes(TestDatabase database, HikariDataSource pool) throws SQLException {
        DataSource named = ServiceSessions.of(pool, "energy-api", "1.3.0");
        try (Connection connection = named.getConnection()) {
            connection.rollback();
            assertThat(name(connection)).isEqualTo("energy-api/1.3.0");
            connection.createStatement().execute("set application_name = 'busy'");
            connection.commit();
        }
        try (Connection connection = named.getConnection()) {
            assertThat(name(connection)).isEqualTo("energy-api/1.3.0");
            connection.rollback();
            connection.createStatement().execute("set application_name = 'busy'");
            connection.commit();
            connection.createStatement().execute("insert into t values (1)");
            DataSource sameTransaction = ServiceSessions.of(new Lent(connection), "energy-api", "1.3.0");
            assertThat(name(sameTransaction.getConnection())).isEqualTo("energy-api/1.3.0");
            connection.rollback();
        }
        assertThat(database.queryLong("select count(*) from t")).isZero();
        assertThat(named.isWrapperFor(HikariDataSource.class)).isTrue();
    }

    @Test
    @DatabaseTest
    void connection_thatCannotBeNamed_isClosed(TestDatabase database) throws SQLException {
        Connection aborted = database.connect();
        aborted.setAutoCommit(false);
        assertThatThrownBy(() -> aborted.createStatement().execute("select 1 / 0"))
                .isInstanceOf(SQLException.class);

        assertThatThrownBy(ServiceSessions.of(new Lent(aborted), "energy-api", "1.3.0")::getConnection)
                .isInstanceOf(SQLException.class);

        assertThat(aborted.isClosed()).isTrue();
    }

    /** Gives the connection of a transaction that is under way, as a framework does. */
    private static final class Lent extends org.postgresql.ds.PGSimpleDataSource {
        private static final long serialVersionUID = 1L;
        private final transient Connection connection;

        Lent(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Connection getConnection() {
            return connection;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "energy-api, 2.3.0, energy-api/2.3.0",
        "energy api (EU), 2.10.0, energy api (EU)/2.10.0",
        "energy-api, 2.3.0-SNAPSHOT, energy-api/2.3.0-SNAPSHOT"
    })
    void applicationName_isServiceAndVersion(String service, String version, String expected) {
        assertThat(ServiceSessions.applicationName(service, version)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1.0.0",
        "' api', 1.0.0",
        "a/b, 1.0.0",
        "énergie, 1.0.0",
        "'a\tb', 1.0.0",
        "api, ''",
        "api, latest",
        "api, v1.0.0",
        "api, 1.0.0/2",
        "a234567890123456789012345678901234567890123456789012345678, 1.0.0"
    })
    void applicationName_thatWouldBeMisread_isRefused(String service, String version) {
        assertThatThrownBy(() -> ServiceSessions.applicationName(service, version))
                .isInstanceOf(UpgradeException.class);
    }

    @Test
    void applicationName_asLongAsTheServerKeeps_isTaken() {
        assertThat(ServiceSessions.applicationName("a".repeat(57), "1.0.0")).hasSize(63);
    }
}
