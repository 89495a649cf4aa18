package io.github.dbupgrader.examples.wildlife.cli;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DryRunReport;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradePlan;
import io.github.dbupgrader.UpgradeStatus;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.examples.wildlife.upgrades.WildlifeUpgrades;
import io.github.dbupgrader.version.SchemaVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The commands; each opens its own pool, calls the upgrader once and prints what it says. Call only. */
@Command(
        name = "wildlife",
        description = "Strikes of wildlife and aircraft at airports. Without a command: demo.",
        mixinStandardHelpOptions = true,
        subcommands = BackfillCommand.class,
        scope = ScopeType.INHERIT,
        version = "wildlife " + WildlifeUpgrades.APPLICATION_VERSION,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; a start again goes on where it stopped",
            "2:the command line is wrong",
            "3:upgrades or backfills are pending (status, plan)",
            "4:refused before anything was done; the message says what to decide"
        })
public final class WildlifeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Print the stack trace of an error")
    private boolean verbose;

    private WildlifeCommand() {}

    /** {@return the command line; the result of its {@code execute} is the exit code} */
    public static CommandLine commandLine() {
        WildlifeCommand command = new WildlifeCommand();
        return new CommandLine(command)
                .registerConverter(SchemaVersion.class, WildlifeCommand::version)
                .setExecutionExceptionHandler((failure, line, parsed) -> command.failed(failure, line));
    }

    @Override
    public Integer call() throws IOException {
        return demo();
    }

    @Command(
            description =
                    "Start an embedded PostgreSQL, initialise it, upgrade it to the newest version and show what happened")
    int demo() throws IOException {
        new Demo(out()).run();
        return ExitCode.DONE.number();
    }

    @Command(
            name = "initialise-schema-version",
            description = "Record which version the schema has, without running anything")
    int initialise(
            @Mixin ServerOptions server,
            @Mixin UpgraderOptions options,
            @Option(
                            names = "--at",
                            defaultValue = WildlifeUpgrades.EMPTY_SCHEMA,
                            description =
                                    "That version; default: ${DEFAULT-VALUE}, the empty schema before the first release")
                    SchemaVersion at,
            @Option(names = "--force", description = "Overwrite another recorded version") boolean force) {
        return with(server, options, upgrader -> {
            SchemaVersion recorded = upgrader.initialiseSchemaVersion(new InitialiseOptions(Optional.of(at), force));
            print("  recorded " + recorded + "\n");
            return ExitCode.DONE;
        });
    }

    @Command(description = "Show how the database stands to the application")
    int status(@Mixin ServerOptions server, @Mixin UpgraderOptions options) {
        return with(server, options, upgrader -> {
            UpgradeStatus status = upgrader.status();
            print(Report.status(status));
            return ExitCode.of(status.state());
        });
    }

    @Command(description = "Show what upgrade would do, without doing it")
    int plan(@Mixin ServerOptions server, @Mixin UpgraderOptions options, @Mixin RunOptions run) {
        return with(server, options, upgrader -> {
            UpgradePlan plan = upgrader.plan(run.upgradeOptions());
            print(plan.render());
            return plan.isEmpty() ? ExitCode.DONE : ExitCode.PENDING;
        });
    }

    @Command(
            name = "dry-run",
            description = "Run the pending upgrades in one transaction, roll it back, and show what they did")
    int dryRun(@Mixin ServerOptions server, @Mixin UpgraderOptions options, @Mixin RunOptions run) {
        return with(server, options, upgrader -> {
            print("  rehearsing the pending upgrades\n");
            DryRunReport report = upgrader.dryRun(run.upgradeOptions());
            print(report.render());
            return ExitCode.DONE;
        });
    }

    @Command(description = "Bring the schema to a version, by default the application's")
    int upgrade(@Mixin ServerOptions server, @Mixin UpgraderOptions options, @Mixin RunOptions run) {
        return with(server, options, upgrader -> {
            print(Report.result(upgrader.upgrade(run.upgradeOptions())));
            return ExitCode.DONE;
        });
    }

    @Command(description = "Show what has been done to the database")
    int history(@Mixin ServerOptions server, @Mixin UpgraderOptions options) {
        return with(server, options, upgrader -> {
            print(Report.history(upgrader.history()));
            return ExitCode.DONE;
        });
    }

    @Command(description = "Undo the upgrades above a version, newest first")
    int rollback(
            @Mixin ServerOptions server,
            @Mixin UpgraderOptions options,
            @Option(names = "--to", required = true, description = "The version to return to") SchemaVersion to) {
        return with(server, options, upgrader -> {
            print(Report.result(upgrader.rollback(to.toString())));
            return ExitCode.DONE;
        });
    }

    private int with(ServerOptions server, UpgraderOptions options, Function<DatabaseUpgrader, ExitCode> command) {
        return options.call(server, out(), command);
    }

    private int failed(Exception failure, CommandLine line) {
        PrintWriter err = line.getErr();
        if (verbose) {
            failure.printStackTrace(err);
        } else {
            err.println(failure instanceof UpgradeException ? failure.getMessage() : failure.toString());
        }
        err.flush();
        return ExitCode.of(failure).number();
    }

    private static SchemaVersion version(String text) {
        try {
            return SchemaVersion.parse(text);
        } catch (UpgradeException e) {
            throw new TypeConversionException(e.what() + ": " + e.why());
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void print(String text) {
        out().print(text);
        out().flush();
    }
}
