package io.github.dbupgrader.examples.wildlife.cli;

import io.github.dbupgrader.StepResult;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.version.SchemaVersion;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows on the terminal what an upgrade does: a bar for each long piece of work, or, where nobody watches, a line when it is done. */
final class TerminalProgress implements UpgradeListener {

    private final PrintWriter out;
    private final boolean bars;
    private @Nullable ProgressBar bar;

    TerminalProgress(PrintWriter out) {
        this(out, isWatched());
    }

    TerminalProgress(PrintWriter out, boolean bars) {
        this.out = out;
        this.bars = bars;
    }

    /** Up to JDK 21 there is a console only where there is a terminal; since then there always is one, which says so itself. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isWatched() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException upTo21) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    @Override
    public void waiting(String holder, Duration waited) {
        line("  waiting for %s, since %s", holder, Texts.duration(waited));
    }

    @Override
    public void stepStarted(SchemaVersion version, String description) {
        line("  %s  %s", version, description);
    }

    @Override
    public void subStepEnded(SchemaVersion version, String name, Duration duration) {
        line("         %s: %s", name, Texts.duration(duration));
    }

    @Override
    public void progress(SchemaVersion version, String what, long done, long total) {
        if (bars) {
            draw(what, done, total);
        } else if (done == total) {
            line("         %,d %s", total, what);
        }
    }

    @Override
    public void stepEnded(StepResult step) {
        line("         done in %s", Texts.duration(step.duration()));
    }

    @Override
    public void stepRetried(SchemaVersion version, int tries, Duration pause) {
        line("         locked out by another session, try %d follows in %s", tries + 1, Texts.duration(pause));
    }

    @Override
    public void stepFailed(SchemaVersion version, Throwable failure) {
        closeBar();
        line("         failed");
    }

    private void draw(String what, long done, long total) {
        if (bar == null) {
            out.flush();
            bar = new ProgressBarBuilder()
                    .setTaskName("         " + what)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(System.out))
                    .build();
        }
        bar.stepTo(done);
        if (done == total) {
            closeBar();
        }
    }

    private void closeBar() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private void line(String format, Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
