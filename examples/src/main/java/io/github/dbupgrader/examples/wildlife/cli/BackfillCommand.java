package io.github.dbupgrader.examples.wildlife.cli;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.UpgradeStatus;
import io.github.dbupgrader.backfill.Backfills;
import java.io.PrintWriter;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands about backfills. What they say is recorded in the database, and so said to every instance of the application. */
@Command(name = "backfill", description = "Show, run and control the backfills")
final class BackfillCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private BackfillCommand() {}

    @Command(description = "Show how far the backfills are, those of upgrades too")
    int status(@Mixin ServerOptions server, @Mixin UpgraderOptions options) {
        return options.call(server, out(), upgrader -> {
            print(BackfillReport.render(upgrader.backfills()));
            return BackfillReport.exitCode(upgrader.backfills());
        });
    }

    @Command(description = "Work at the backfills that run in the background, until nothing is left to do")
    int start(@Mixin ServerOptions server, @Mixin UpgraderOptions options) {
        return options.call(server, out(), this::start);
    }

    @Command(description = "Stop a backfill in all instances, each after the batch in hand")
    int pause(
            @Mixin ServerOptions server,
            @Mixin UpgraderOptions options,
            @Parameters(paramLabel = "<name>") String name) {
        return change(server, options, name, Backfills::pause);
    }

    @Command(description = "Let a backfill go on that was paused or failed")
    int resume(
            @Mixin ServerOptions server,
            @Mixin UpgraderOptions options,
            @Parameters(paramLabel = "<name>") String name) {
        return change(server, options, name, Backfills::resume);
    }

    @Command(description = "Give a backfill up; what is done stays done")
    int cancel(
            @Mixin ServerOptions server,
            @Mixin UpgraderOptions options,
            @Parameters(paramLabel = "<name>") String name) {
        return change(server, options, name, Backfills::cancel);
    }

    @Command(description = "Let the rows in quarantine be tried again")
    int retry(
            @Mixin ServerOptions server,
            @Mixin UpgraderOptions options,
            @Parameters(paramLabel = "<name>") String name) {
        return change(
                server,
                options,
                name,
                (backfills, backfill) ->
                        print("  rows to be tried again: %d%n".formatted(backfills.retryQuarantined(backfill))));
    }

    @Command(description = "Begin a backfill again from the first row, with the definition that this release has")
    int restart(
            @Mixin ServerOptions server,
            @Mixin UpgraderOptions options,
            @Parameters(paramLabel = "<name>") String name) {
        return change(server, options, name, Backfills::restart);
    }

    private ExitCode start(DatabaseUpgrader upgrader) {
        UpgradeStatus status = upgrader.status();
        if (ExitCode.of(status.state()) == ExitCode.REFUSED) {
            print(Report.status(status));
            return ExitCode.REFUSED;
        }
        new BackfillRun(upgrader.backfills(), new BackfillProgress(out()))
                .run(status.recorded().orElseThrow());
        print(BackfillReport.render(upgrader.backfills()));
        return BackfillReport.exitCode(upgrader.backfills());
    }

    private int change(
            ServerOptions server, UpgraderOptions options, String name, BiConsumer<Backfills, String> change) {
        return options.call(server, out(), upgrader -> {
            change.accept(upgrader.backfills(), name);
            upgrader.backfills().status(name).ifPresent(status -> print("  " + status.describe() + "\n"));
            return ExitCode.DONE;
        });
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void print(String text) {
        out().print(text);
        out().flush();
    }
}
