package io.github.dbupgrader.examples.wildlife.cli;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.LockSettings;
import io.github.dbupgrader.examples.text.TerminalProgress;
import io.github.dbupgrader.examples.wildlife.upgrades.WildlifeUpgrades;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Function;
import javax.sql.DataSource;
import picocli.CommandLine.Option;

/** What the upgrader is to know. */
final class UpgraderOptions {

    @Option(
            names = "--application-version",
            paramLabel = "<version>",
            defaultValue = WildlifeUpgrades.APPLICATION_VERSION,
            description = "Play another release of the application; default: ${DEFAULT-VALUE}")
    private String applicationVersion = WildlifeUpgrades.APPLICATION_VERSION;

    @Option(
            names = "--lock-wait",
            paramLabel = "<duration>",
            defaultValue = "PT30M",
            description = "How long to wait for another instance that is upgrading; default: ${DEFAULT-VALUE}")
    private Duration lockWait = Duration.ZERO;

    int call(ServerOptions server, PrintWriter out, Function<DatabaseUpgrader, ExitCode> command) {
        try (HikariDataSource pool = server.connect()) {
            return command.apply(upgrader(pool, out)).number();
        }
    }

    private DatabaseUpgrader upgrader(DataSource dataSource, PrintWriter out) {
        return WildlifeUpgrades.upgrader(dataSource, applicationVersion)
                .lockSettings(LockSettings.defaults().maxWait(lockWait))
                .listener(new TerminalProgress(out))
                .build();
    }
}
