package io.github.dbupgrader.examples.wildlife.cli;

import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.examples.text.Terminal;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows how far backfills are: one bar for all, or, where nobody watches, a line whenever one changes its state or has done a quarter more. */
final class BackfillProgress implements AutoCloseable {

    private static final int QUARTER = 25;

    private final PrintWriter out;
    private final boolean bars;
    private final Map<String, String> told = new HashMap<>();
    private @Nullable ProgressBar bar;

    BackfillProgress(PrintWriter out) {
        this(out, Terminal.isWatched());
    }

    BackfillProgress(PrintWriter out, boolean bars) {
        this.out = out;
        this.bars = bars;
    }

    void show(List<BackfillStatus> statuses) {
        if (bars) {
            draw(statuses);
        } else {
            statuses.forEach(this::tell);
        }
    }

    private void tell(BackfillStatus status) {
        String now = status.state() + "/"
                + status.percent().map(percent -> (int) (percent / QUARTER)).orElse(0);
        if (!now.equals(told.put(status.name(), now))) {
            out.println("  " + status.describe());
            out.flush();
        }
    }

    private void draw(List<BackfillStatus> statuses) {
        if (bar == null) {
            out.flush();
            bar = Terminal.bar("  rows", 0);
        }
        bar.maxHint(statuses.stream().mapToLong(BackfillStatus::rowsEstimated).sum());
        bar.stepTo(statuses.stream().mapToLong(BackfillStatus::rowsDone).sum());
        bar.setExtraMessage(statuses.stream()
                .filter(status -> status.state() != BackfillState.COMPLETED)
                .map(status -> status.name() + " " + status.state()
                        + status.reason().map(r -> ": " + r).orElse(""))
                .collect(Collectors.joining("; ")));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
