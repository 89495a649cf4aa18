package io.github.dbupgrader.examples.wildlife.cli;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.examples.text.TerminalProgress;
import io.github.dbupgrader.examples.text.Texts;
import io.github.dbupgrader.examples.wildlife.upgrades.WildlifeUpgrades;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;

/** The whole way of a database, on a server that is started for it and thrown away. */
final class Demo {

    /** The release with a backfill in the background, on which the newest relies. */
    private static final String BEFORE_LAST = "1.5.0";

    private final PrintWriter out;

    Demo(PrintWriter out) {
        this.out = out;
    }

    void run() throws IOException {
        title("An embedded PostgreSQL starts");
        long start = System.nanoTime();
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            try (HikariDataSource pool = Pools.open(url, null, null)) {
                print("  ready in " + Texts.duration(Duration.ofNanos(System.nanoTime() - start)) + "\n");
                firstStart(pool);
            }
            try (HikariDataSource pool = Pools.open(url, null, null)) {
                nextRelease(pool);
            }
            try (HikariDataSource pool = Pools.open(url, null, null)) {
                startAgain(pool);
            }
            title("What each release does, and how to try it on a server of your own: examples/README.md");
        }
    }

    private void firstStart(HikariDataSource pool) {
        DatabaseUpgrader upgrader = upgrader(pool, BEFORE_LAST);
        title("Initialise: the schema is empty, as it was before the first release");
        print("  recorded "
                + upgrader.initialiseSchemaVersion(InitialiseOptions.at(WildlifeUpgrades.EMPTY_SCHEMA))
                + "\n");
        title("Plan of release " + BEFORE_LAST);
        print(upgrader.plan().render().indent(2));
        title("Upgrade");
        UpgradeResult result = upgrader.upgrade();
        title("Result");
        print(Report.result(result));
        title("Release " + BEFORE_LAST + " is up, and works at its backfill in the background");
        new BackfillRun(upgrader.backfills(), new BackfillProgress(out)).run(result.to());
        print(BackfillReport.render(upgrader.backfills()));
    }

    private void nextRelease(HikariDataSource pool) {
        DatabaseUpgrader upgrader = upgrader(pool, WildlifeUpgrades.APPLICATION_VERSION);
        title("Release " + WildlifeUpgrades.APPLICATION_VERSION + " relies on that backfill");
        print(Report.result(upgrader.upgrade()));
        title("History");
        print(Report.history(upgrader.history()));
        title("What is in the database now");
        print(new Proof(pool).render());
    }

    private void startAgain(HikariDataSource pool) {
        title("The application starts again");
        DatabaseUpgrader upgrader = upgrader(pool, WildlifeUpgrades.APPLICATION_VERSION);
        print(Report.result(upgrader.upgrade()));
        print(Report.status(upgrader.status()));
    }

    private DatabaseUpgrader upgrader(HikariDataSource pool, String applicationVersion) {
        return WildlifeUpgrades.upgrader(pool, applicationVersion)
                .listener(new TerminalProgress(out))
                .build();
    }

    private void title(String text) {
        print("\n" + text + "\n");
    }

    private void print(String text) {
        out.print(text);
        out.flush();
    }
}
