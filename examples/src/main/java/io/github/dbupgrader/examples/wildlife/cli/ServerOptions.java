package io.github.dbupgrader.examples.wildlife.cli;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server, and as whom. */
final class ServerOptions {

    @Option(
            names = "--url",
            required = true,
            paramLabel = "<url>",
            description = "JDBC URL: jdbc:postgresql://host:5432/database")
    private String url = "";

    @Option(
            names = "--user",
            paramLabel = "<user>",
            defaultValue = "${env:PGUSER}",
            description = "Database user; default: $PGUSER")
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "<password>",
            arity = "0..1",
            interactive = true,
            defaultValue = "${env:PGPASSWORD}",
            description = "Its password, asked for if left out here; default: $PGPASSWORD")
    private @Nullable String password;

    HikariDataSource connect() {
        return Pools.open(url, user, password);
    }
}
