package io.github.dbupgrader.examples.wildlife.cli;

import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is different about this run. */
final class RunOptions {

    @Option(names = "--to", paramLabel = "<version>", description = "The version to reach; default: the application's")
    private @Nullable SchemaVersion to;

    @Option(
            names = "--from",
            paramLabel = "<version>",
            description = "The version of a schema that has no record yet; upgrades above it run")
    private @Nullable SchemaVersion from;

    @Option(
            names = "--skip-conditions",
            description = "Skip the conditions that may be skipped; the history says which")
    private boolean skipConditions;

    UpgradeOptions upgradeOptions() {
        return new UpgradeOptions(Optional.ofNullable(to), Optional.ofNullable(from), skipConditions);
    }
}
