package io.github.dbupgrader.benchmarks.schema;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.benchmarks.measure.Sample;
import io.github.dbupgrader.benchmarks.schema.Reports.Deployed;
import io.github.dbupgrader.benchmarks.server.Sql;
import io.github.dbupgrader.benchmarks.server.TestServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * One change on a copy of the table of its own, while the application goes on.
 *
 * @param millis how long the change took
 * @param counts what the application noticed
 */
record StallRun(double millis, Application.Counts counts) {

    /** How long an application goes on with the old name after a plain rename: a quick deployment. */
    private static final Duration DEPLOYMENT = Duration.ofMillis(200);

    /** How the change is made. */
    enum How {
        UPGRADER("Upgrader"),
        PLAIN("plain SQL");

        private final String text;

        How(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static StallRun of(TestServer server, BusyTable table, Change change, How how, Duration report) throws Exception {
        String database = table.copy();
        DataSource direct = server.direct(database);
        if (change.given().isPresent()) {
            Sql.execute(direct, change.given().get());
        }
        StallRun run;
        // one connection to work with, and one for the lease of a backfill
        try (HikariDataSource pool = server.pool(database, 2)) {
            DatabaseUpgrader.forDataSource(pool)
                    .applicationVersion("1.0.0")
                    .build()
                    .initialiseSchemaVersion();
            run = how == How.UPGRADER
                    ? beside(
                            direct,
                            table,
                            change,
                            report,
                            (application, deployed) -> upgrade(pool, change, application, deployed))
                    : beside(
                            direct,
                            table,
                            change,
                            report,
                            (application, deployed) -> execute(direct, change, application));
        }
        table.check(direct, how.text() + ", " + change.name(), change, run.counts());
        server.dropDatabase(database);
        return run;
    }

    /** A change, and the deployment that belongs to it. */
    @FunctionalInterface
    private interface Work {
        void run(Application application, Deployed deployed) throws Exception;
    }

    private static StallRun beside(DataSource direct, BusyTable table, Change change, Duration report, Work work)
            throws Exception {
        double[] millis = new double[1];
        long[] failedReports = new long[1];
        Application.Counts counts = Application.during(
                direct,
                table.rows(),
                change.before(),
                application -> failedReports[0] = Reports.during(
                        direct,
                        application,
                        report,
                        deployed -> millis[0] = Sample.time(() -> work.run(application, deployed))));
        return new StallRun(millis[0], counts.andFailed(failedReports[0]));
    }

    private static void upgrade(DataSource dataSource, Change change, Application application, Deployed deployed)
            throws Exception {
        upgrader(dataSource, "1.1.0", change).build().upgrade();
        if (change.contract().isPresent()) {
            application.use(change.after());
            deployed.await();
            upgrader(dataSource, "1.2.0", change)
                    .register(
                            "1.2.0",
                            UpgradeMode.ONLINE,
                            (UpgradeContext upgrade) -> change.contract().get().accept(upgrade.schema()))
                    .build()
                    .upgrade();
        }
    }

    private static DatabaseUpgraderBuilder upgrader(DataSource dataSource, String version, Change change) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion(version)
                .register(
                        "1.1.0",
                        UpgradeMode.ONLINE,
                        (UpgradeContext upgrade) -> change.change().accept(upgrade.schema()));
    }

    private static void execute(DataSource dataSource, Change change, Application application) throws Exception {
        Sql.execute(dataSource, change.plain());
        if (!change.after().equals(change.before())) {
            TimeUnit.NANOSECONDS.sleep(DEPLOYMENT.toNanos());
            application.use(change.after());
        }
    }
}
