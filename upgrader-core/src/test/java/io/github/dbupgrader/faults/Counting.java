package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.Pace;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * A host application with a backfill of 300 rows in three chunks, which counts each row up by one and so shows whatever is done twice; a trigger notes each change.
 * Nothing but the position tells a row that is done from one that is not.
 */
abstract class Counting implements Host {

    static final String NAME = "count";
    static final int ROWS = 300;

    private static final List<String> TABLES = List.of(
            "database_metadata",
            "database_upgrade_steps",
            "database_backfills",
            "database_backfill_chunks",
            "database_backfill_quarantine",
            "effect");
    private static final List<String> OF_ONE_RUN = List.of(
            "revision",
            "updated_at",
            "started_at",
            "ended_at",
            "created_at",
            "state_since",
            "lease_owner",
            "lease_until",
            "fence",
            "batch_cost",
            "rows_per_second",
            "rows_estimated");

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final BackfillSettings SETTINGS = BackfillSettings.defaults()
            .pace(Pace.defaults().fixed(50))
            .chunkRows(100)
            .lease(Duration.ofSeconds(1));

    /** One UPDATE a batch, while the upgrade waits. */
    static final class SqlInUpgrade extends Counting {
        @Override
        public void start(DataSource dataSource) {
            inUpgrade(dataSource, sql()).upgrade();
        }
    }

    /** Java between two transactions of each batch, while the upgrade waits. */
    static final class JavaInUpgrade extends Counting {
        @Override
        public void start(DataSource dataSource) {
            inUpgrade(dataSource, java()).upgrade();
        }
    }

    /** One UPDATE a batch, by the threads in the background. */
    static final class SqlInBackground extends Counting {
        @Override
        public void start(DataSource dataSource) {
            work(dataSource, sql());
        }
    }

    /** Java between two transactions of each batch, by the threads in the background. */
    static final class JavaInBackground extends Counting {
        @Override
        public void start(DataSource dataSource) {
            work(dataSource, java());
        }
    }

    /** A later version needs what runs in the background, and finishes it. */
    static final class FinishedByUpgrade extends Counting {
        @Override
        public void start(DataSource dataSource) {
            builder(dataSource)
                    .registerBackfill(NAME, "1.0.0", sql())
                    .register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
                        upgrade.step("before", handle -> handle.execute("insert into effect values ('before')"));
                        upgrade.requiresBackfill(NAME).finishInline();
                        upgrade.step("after", handle -> handle.execute("insert into effect values ('after')"));
                    })
                    .build()
                    .upgrade();
        }
    }

    /** The first time it makes all, the library's tables too; after that it only takes back what a run has done. */
    @Override
    public void reinstall(TestDatabase database) {
        if (database.queryText("select to_regclass('tally')").equals("null")) {
            database.execute("""
                    create table tally (id bigint primary key, n int not null default 0);
                    create table change (id bigint not null);
                    create function note() returns trigger language plpgsql as
                      'begin insert into change values (new.id); return new; end';
                    create trigger note after update on tally for each row execute function note();
                    create table effect (step text not null)""");
            builder(database.dataSource()).build().initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
            database.execute("create table metadata_before as table database_metadata");
        }
        database.execute("""
                set client_min_messages = 'warning';
                truncate tally, change, effect, database_metadata, database_upgrade_history, database_upgrade_steps, database_backfills cascade;
                insert into tally (id) select n * 7 from generate_series(1, %d) n;
                insert into database_metadata table metadata_before""".formatted(ROWS));
    }

    static Backfill sql() {
        return Backfill.table("tally").set("n = n + 1").settings(SETTINGS);
    }

    static Backfill java() {
        return Backfill.table("tally")
                .read("n", Integer.class)
                .write("n")
                .compute(rows -> rows.forEach(row -> row.set("n", row.get("n", Integer.class) + 1)))
                .settings(SETTINGS);
    }

    static DatabaseUpgraderBuilder builder(DataSource dataSource) {
        return DatabaseUpgrader.forDataSource(dataSource).applicationVersion("1.1.0");
    }

    static DatabaseUpgrader inUpgrade(DataSource dataSource, Backfill backfill) {
        return builder(dataSource)
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("before", handle -> handle.execute("insert into effect values ('before')"));
                    upgrade.backfill(NAME, backfill);
                    upgrade.step("after", handle -> handle.execute("insert into effect values ('after')"));
                })
                .build();
    }

    /** Upgrades, and works in the background until it is over. */
    static void work(DataSource dataSource, Backfill backfill) {
        CountDownLatch over = new CountDownLatch(1);
        DatabaseUpgrader upgrader = builder(dataSource)
                .registerBackfill(NAME, "1.1.0", backfill)
                .listener(new UpgradeListener() {
                    @Override
                    public void backfillProgress(BackfillStatus status) {
                        if (status.state().isOver()) {
                            over.countDown();
                        }
                    }
                })
                .build();
        upgrader.upgrade();
        if (upgrader.backfills()
                .status(NAME)
                .filter(status -> status.state().isOver())
                .isPresent()) {
            return;
        }
        upgrader.backfills().start(Duration.ofMillis(30));
        try {
            assertThat(over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("the backfill ends in time")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a backfill runs", e);
        } finally {
            upgrader.backfills().stop();
        }
    }

    /** Who had a chunk, how often it changed hands and how long things took is no part of what was promised. */
    @Override
    public String fingerprint(TestDatabase database) {
        List<String> lines = new ArrayList<>(TABLES.stream()
                .flatMap(table -> database
                        .rows("select '%s', to_jsonb(t) - array['%s'] from %s t order by 2"
                                .formatted(table, String.join("', '", OF_ONE_RUN), table))
                        .stream())
                .toList());
        lines.addAll(database.rows("""
                select 'rows ' || count(*) || ' with ' || n || ' counted and ' || noted || ' noted'
                from tally t cross join lateral (select count(*) as noted from change c where c.id = t.id) c group by n, noted order by n, noted"""));
        builder(database.dataSource()).build().history().stream()
                .filter(HistoryEntry::succeeded)
                .map(Bookkeeping::line)
                .forEach(lines::add);
        return String.join("\n", lines);
    }
}
