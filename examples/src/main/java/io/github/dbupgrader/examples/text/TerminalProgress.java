package io.github.dbupgrader.examples.text;

import io.github.dbupgrader.StepResult;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.version.SchemaVersion;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows on the terminal what an upgrade does: a bar for each long piece of work, or, where nobody watches, a line when it is done. Call only. */
public final class TerminalProgress implements UpgradeListener {

    private final PrintWriter out;
    private final boolean bars;
    private @Nullable ProgressBar bar;
    private String current = "";
    private long currentDone;

    /**
     * Shows on the terminal, where there is one.
     *
     * @param out where lines go
     */
    public TerminalProgress(PrintWriter out) {
        this(out, Terminal.isWatched());
    }

    TerminalProgress(PrintWriter out, boolean bars) {
        this.out = out;
        this.bars = bars;
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
    public synchronized void progress(SchemaVersion version, String what, long done, long total) {
        if (!what.equals(current)) {
            endCurrent();
            current = what;
        }
        currentDone = done;
        if (bars) {
            draw(what, done, total);
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
        line("         failed");
    }

    private void draw(String what, long done, long total) {
        if (bar == null) {
            out.flush();
            bar = Terminal.bar("         " + what, total);
        }
        bar.maxHint(total);
        bar.stepTo(done);
    }

    /** Only here, because the total of a backfill is an estimate: that it is reached does not mean the end. */
    private void endCurrent() {
        if (bar != null) {
            bar.close();
            bar = null;
        } else if (!current.isEmpty()) {
            print("         %,d %s", currentDone, current);
        }
        current = "";
    }

    private synchronized void line(String format, Object... arguments) {
        endCurrent();
        print(format, arguments);
    }

    private void print(String format, Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
