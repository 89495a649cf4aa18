package io.github.dbupgrader.examples.wildlife.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The connection pool of the application. */
final class Pools {

    private static final int SIZE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Pools() {}

    static HikariDataSource open(String url, @Nullable String user, @Nullable String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setPoolName("wildlife");
        config.setMaximumPoolSize(SIZE);
        config.setConnectionTimeout(PATIENCE.toMillis());
        // an unreachable server is then reported by the upgrader, like every other trouble
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", "wildlife");
        return new HikariDataSource(config);
    }
}
