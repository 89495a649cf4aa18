package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.Pace;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** A table of which a backfill counts each row up by one, so that what is done twice shows, and a patient way to run it. */
final class Tally {

    static final int ROWS = 300;
    static final BackfillSettings SMALL = BackfillSettings.defaults()
            .pace(Pace.defaults().fixed(10))
            .chunkRows(30)
            .timeouts(Duration.ofSeconds(20), Duration.ofSeconds(30));

    private Tally() {}

    /** Makes the table, in a database that has version 1.0.0. */
    static void make(TestDatabase database) {
        database.execute("""
                create table tally (id bigint primary key, n int not null default 0, note text);
                insert into tally (id) select generate_series(1, %d)""".formatted(ROWS));
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();
    }

    static Backfill setBased() {
        return Backfill.table("tally").set("n = n + 1");
    }

    static DatabaseUpgrader inUpgrade(TestDatabase database, Backfill backfill) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> upgrade.backfill("count", backfill))
                .build();
    }

    static DatabaseUpgrader inBackground(DataSource dataSource, Backfill backfill) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.1.0")
                .registerBackfill("count", "1.1.0", backfill)
                .build();
    }

    static BackfillState state(DatabaseUpgrader upgrader) {
        return upgrader.backfills().status("count").orElseThrow().state();
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void requireEachOnce(TestDatabase database) {
        assertThat(database.rows("select n, count(*) from tally group by n")).containsExactly("1|" + ROWS);
    }
}
