package io.github.dbupgrader.acceptance;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.Pace;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** Short ways to run a backfill in an upgrade, or in the background. */
final class Backfilling {

    /** The name of the backfill. */
    static final String NAME = "work";

    private static final Duration POLL = Duration.ofMillis(20);

    private Backfilling() {}

    /** {@return settings for few rows, so that a small table has many batches and chunks} */
    static BackfillSettings small(int batch, int chunk) {
        return BackfillSettings.defaults()
                .pace(Pace.defaults().fixed(batch))
                .chunkRows(chunk)
                .lease(Duration.ofSeconds(1));
    }

    /** {@return an upgrader whose upgrade 1.1.0 is the backfill; the database is at 1.0.0} */
    static DatabaseUpgrader inUpgrade(DataSource dataSource, Backfill backfill) {
        initialise(dataSource);
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> upgrade.backfill(NAME, backfill))
                .build();
    }

    /** {@return an upgrader that has the backfill in the background; the database is at 1.0.0} */
    static DatabaseUpgrader inBackground(DataSource dataSource, Backfill backfill) {
        initialise(dataSource);
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.0.0")
                .registerBackfill(NAME, "1.0.0", backfill)
                .build();
    }

    private static void initialise(DataSource dataSource) {
        DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();
    }

    /** Workers in the background, until it is closed. */
    static Working start(DatabaseUpgrader upgrader) {
        upgrader.backfills().start(POLL);
        return new Working(upgrader);
    }

    /** What {@link #start} began. */
    record Working(DatabaseUpgrader upgrader) implements AutoCloseable {

        /** Waits until it has one of these states. */
        BackfillStatus await(BackfillState... states) {
            return Awaitility.await("the backfill is " + List.of(states))
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(10))
                    .until(
                            () -> upgrader.backfills().status(NAME),
                            status -> status.filter(s -> List.of(states).contains(s.state()))
                                    .isPresent())
                    .orElseThrow();
        }

        @Override
        public void close() {
            upgrader.backfills().stop();
        }
    }

    /** Works in the background until it is over. */
    static BackfillStatus finish(DatabaseUpgrader upgrader) {
        try (Working working = start(upgrader)) {
            return working.await(
                    BackfillState.COMPLETED,
                    BackfillState.COMPLETED_WITH_QUARANTINE,
                    BackfillState.FAILED,
                    BackfillState.CANCELLED);
        }
    }

    static BackfillStatus status(DatabaseUpgrader upgrader) {
        return upgrader.backfills().status(NAME).orElseThrow();
    }
}
