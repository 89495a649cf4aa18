package io.github.dbupgrader.examples.metrics.demo;

import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.QuarantinedRow;
import io.github.dbupgrader.examples.metrics.application.Fleet;
import io.github.dbupgrader.examples.metrics.workspace.Generation;
import io.github.dbupgrader.examples.metrics.workspace.Workspace;
import io.github.dbupgrader.examples.text.Screen;
import io.github.dbupgrader.examples.text.TerminalProgress;
import io.github.dbupgrader.examples.text.TextTable;
import io.github.dbupgrader.examples.text.Texts;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.query.QueryEngine;
import io.github.dbupgrader.metrics.store.MetricQueries;
import io.github.dbupgrader.metrics.store.MetricUpdate;
import io.github.dbupgrader.metrics.store.StorageReport;
import io.github.dbupgrader.metrics.store.StoredMetric;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Upgrades a workspace of metrics while an old and a new release of its application use it, looks at everything, and goes back. Call only. */
public final class MetricsDemo {

    private static final int MEANWHILE = 50;

    private static final String STATE = """
            select count(*), count(*) filter (where content ? 'data_metadata'),
                count(*) filter (where jsonb_typeof(to_jsonb(m) -> 'data_metadata') = 'object'),
                case when bool_and(to_jsonb(m) ? 'data_metadata') then 'there' else 'not there' end
            from metric_files m where deleted_at is null
            """;

    private final Rows rows;
    private final Workspace workspace;
    private final DeployJob job;
    private final Fleet fleet;
    private final Screen screen;

    private MetricsDemo(Rows rows, Workspace workspace, DeployJob job, Fleet fleet, Screen screen) {
        this.rows = rows;
        this.workspace = workspace;
        this.job = job;
        this.fleet = fleet;
        this.screen = screen;
    }

    /**
     * Plays with all metrics on a server that is started for it and thrown away.
     *
     * @param out where it tells what it does
     * @return whether nothing failed and nothing was lost
     * @throws IOException if the server cannot be started, or a file not be written
     */
    public static boolean onItsOwnServer(PrintWriter out) throws IOException {
        Path directory = Files.createTempDirectory("metrics");
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            return on(server.getJdbcUrl("postgres", "postgres"), directory, 1, out);
        } catch (SQLException e) {
            throw new IOException("the demonstration cannot read its database", e);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::deleteOnExit);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Plays on an empty database.
     *
     * @param url the database
     * @param directory for a file of DuckDB
     * @param stride 1 for all metrics; with 4, every fourth of the generated ones
     * @param out where it tells what it does
     * @return whether nothing failed and nothing was lost
     * @throws IOException if a file cannot be read or written
     * @throws SQLException if the database cannot be read
     */
    public static boolean on(String url, Path directory, int stride, PrintWriter out) throws IOException, SQLException {
        Screen screen = new Screen(out);
        screen.title(
                "A workspace: metrics over strikes of wildlife (PostgreSQL) and weather (DuckDB), as six generations stored them");
        UpgradeResult first = DeployJob.createTables(url);
        screen.line("tables of release " + first.to() + " made in " + Texts.duration(first.duration()));
        try (Workspace workspace = Workspace.create(url, directory, stride)) {
            MetricQueries queries = MetricQueries.withExactTotals(
                    QueryEngine.builder(workspace.sources()).build());
            DeployJob job = new DeployJob(url, queries, new TerminalProgress(out));
            try (Fleet fleet = new Fleet(url, queries, Workspace.USER, workspace.busy())) {
                return new MetricsDemo(new Rows(url), workspace, job, fleet, screen).play();
            }
        }
    }

    private boolean play() throws SQLException {
        generations();
        fleet.awaitRounds(MEANWHILE);
        screen.line(fleet.names() + " run, and from here on read and edit the same metrics all the time");
        Map<String, String> before = untouched();
        StorageReport small = fleet.store().report();

        screen.title("Up: the metadata moves out of the definitions into a column");
        screen.plan(job.plan());
        UpgradeResult up = job.upgrade();
        fleet.awaitRounds(MEANWHILE);
        screen.line("upgraded in " + Texts.duration(up.duration()) + " while " + fleet.names() + " went on");
        state();

        Tour tour = new Tour(fleet.store(), screen);
        tour.validate();
        tour.dataFromCache();
        tour.oldVersion();
        quarantine();
        report(small);

        screen.title("Back: the lists into the definitions again, and the column away");
        UpgradeResult down = job.rollback();
        fleet.awaitRounds(MEANWHILE);
        screen.line("rolled back in " + Texts.duration(down.duration()) + " while " + fleet.names() + " went on");
        state();
        return prove(before);
    }

    private void generations() throws SQLException {
        TextTable table = new TextTable("generation", "since 2025", "metrics>", "with a list of columns>");
        Map<String, String> lists = rows.pairs("select id, 'list' from metric_files where content ? 'data_metadata'");
        for (Map.Entry<Generation, List<UUID>> each : workspace.generations().entrySet()) {
            long withList = each.getValue().stream()
                    .filter(id -> lists.containsKey(id.toString()))
                    .count();
            table.add(List.of(
                    each.getKey().name(),
                    each.getKey().since(),
                    String.valueOf(each.getValue().size()),
                    String.valueOf(withList)));
        }
        screen.text(table.render().stripTrailing());
        screen.line(workspace.names().size() + " metrics, " + workspace.broken().size() + " of them broken on purpose");
    }

    private void state() throws SQLException {
        screen.text(rows.table(STATE, "metrics>", "definitions with a list>", "metadata in the column>", "column")
                .stripTrailing());
        screen.line(job.check().describe().strip());
    }

    private void quarantine() throws SQLException {
        screen.title("Quarantine: metrics whose metadata could not be computed keep what they had");
        List<QuarantinedRow> failed = job.quarantine();
        Map<String, String> reasons = new TreeMap<>();
        for (QuarantinedRow row : failed) {
            reasons.put(
                    workspace.names().getOrDefault(UUID.fromString(row.key().get(0)), "?"),
                    row.message().lines().findFirst().orElse(""));
        }
        reasons.forEach((name, reason) -> screen.line(name + "\n      " + reason));
        screen.line(failed.size() + " in quarantine, of " + workspace.broken().size() + " that are broken");

        UUID renamed = Workspace.idOf("broken-a-column-that-was-renamed.yml");
        StoredMetric mended = fleet.store()
                .update(MetricUpdate.of(Workspace.USER, renamed)
                        .sql("select s.flown_on from wildlife.strikes as s order by s.flown_on"));
        screen.line("mended by an edit: " + mended.definition().name() + ", metadata of "
                + mended.metadata().map(DataMetadata::rowCount).orElseThrow().orElse(0) + " rows at once");
        rows.execute("create view wildlife.strikes_2003 as select * from wildlife.strikes where false");
        BackfillStatus status = job.fillMended();
        screen.line("mended by giving it its table again, and computed in the background: " + status.describe());
        state();
    }

    private void report(StorageReport before) {
        screen.title("What it costs");
        StorageReport now = fleet.store().report();
        screen.text(now.render().indent(2).stripTrailing());
        screen.text(now.renderGrowthSince(before).indent(2).stripTrailing());
    }

    /** Definitions that nobody edits, and whose list was right: they must come back as they were. */
    private Map<String, String> untouched() throws SQLException {
        Map<String, String> contents = new TreeMap<>(rows.pairs("select id, content from metric_files"));
        contents.keySet()
                .retainAll(workspace.accurate().stream().map(UUID::toString).toList());
        workspace.busy().forEach(id -> contents.remove(id.toString()));
        return contents;
    }

    private boolean prove(Map<String, String> before) throws SQLException {
        fleet.stop();
        screen.title("Proof");
        Proof proof = Proof.of(rows, fleet, before, untouched());
        screen.text(proof.render());
        screen.line(
                proof.holds()
                        ? "Nothing failed, no edit was lost, and the way back was exact."
                        : "SOMETHING WENT WRONG.");
        return proof.holds();
    }
}
