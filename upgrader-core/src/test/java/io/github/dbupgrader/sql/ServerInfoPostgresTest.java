package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerInfoPostgresTest {

    @DatabaseTest
    @Test
    void read_asAPlainRole(TestDatabase database) throws SQLException {
        String role = database.role("plain");
        try (Connection connection = database.dataSource(role).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set intervalstyle = 'sql_standard'");
            ServerInfo info = ServerInfo.read(connection);

            assertThat(info.version() / 10_000).isEqualTo(database.serverVersion());
            assertThat(info.backendPid()).isEqualTo(TestDatabase.pid(connection));
            assertThat(info.database()).isEqualTo(database.name());
            assertThat(info.schema()).contains("public");
            assertThat(info.user()).isEqualTo(role);
            assertThat(info.deadlockTimeout()).isEqualTo(Duration.ofMillis(200));

            statement.execute("set search_path to nowhere");
            assertThat(ServerInfo.read(connection).schema()).isEmpty();
        }
    }

    @Test
    void read_notTheDriver_isRefused() {
        Connection foreign = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> false);

        assertThatThrownBy(() -> ServerInfo.read(foreign))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_CONNECTION));
    }

    @Test
    void constructor_oldServer_isRefused() {
        assertThatThrownBy(() -> new ServerInfo(130_020, 1, "d", Optional.empty(), "u", Duration.ZERO))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_CONNECTION));
        assertThat(new ServerInfo(140_000, 1, "d", Optional.empty(), "u", Duration.ZERO).version())
                .isEqualTo(140_000);
    }
}
