package io.github.dbupgrader.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.TimeoutSettings;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.schema.ForeignKey;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two components have a foreign key to each other's table, and drop and add it again and again, both at once. */
@DatabaseTest
class ForeignKeyCycleTest {

    private static final int VERSIONS = 20;

    /** Two that meet again and again must not sleep for long after each try. */
    private static final TimeoutSettings IMPATIENT =
            TimeoutSettings.defaults().pace(Duration.ofMillis(100), Duration.ofMillis(200));

    private static DatabaseUpgrader upgrader(TestDatabase database, String table, String other) {
        ForeignKey key = ForeignKey.named("other", other).references(other);
        DatabaseUpgraderBuilder builder = DatabaseUpgrader.forDataSource(database.dataSource())
                .component(table)
                .timeouts(IMPATIENT)
                .applicationVersion("1." + VERSIONS + ".0");
        for (int i = 1; i <= VERSIONS; i++) {
            boolean drop = i % 2 == 1;
            builder.register("1." + i + ".0", UpgradeMode.ONLINE, upgrade -> {
                if (drop) {
                    upgrade.schema().table(table).dropConstraint("other");
                } else {
                    upgrade.schema().table(table).addForeignKey(key);
                }
            });
        }
        DatabaseUpgrader upgrader = builder.build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    @Test
    @DisplayName(
            "online 4, online 46: steps that lock both tables of a cycle of foreign keys run at once, and no deadlock reaches them or an application")
    void changesOfACycle_atOnce_doNotDeadlock(TestDatabase database) throws Exception {
        database.execute("""
                create table a (id bigint primary key, b bigint);
                create table b (id bigint primary key, a bigint constraint other references a);
                alter table a add constraint other foreign key (b) references b;
                insert into a values (1, null); insert into b values (1, 1); update a set b = 1""");
        DatabaseUpgrader ofA = upgrader(database, "a", "b");
        DatabaseUpgrader ofB = upgrader(database, "b", "a");
        CyclicBarrier barrier = new CyclicBarrier(2);
        List<CompletableFuture<Void>> runs = List.of(running(barrier, ofA), running(barrier, ofB));
        // its inserts lock both tables, each in its own order
        try (Service user = Service.start(database, "user/1.0.0", (session, round) -> {
            session.write("insert into a values (?, 1)", round + 2);
            session.write("insert into b values (?, 1)", round + 2);
        })) {
            for (CompletableFuture<Void> run : runs) {
                run.get(60, TimeUnit.SECONDS);
            }
            user.works(1);
            user.stop();
        }

        assertThat(
                        database.rows(
                                "select conrelid::regclass, convalidated from pg_constraint where contype = 'f' and conname = 'other' order by 1"))
                .containsExactly("a|t", "b|t");
    }

    private static CompletableFuture<Void> running(CyclicBarrier barrier, DatabaseUpgrader upgrader) {
        return CompletableFuture.runAsync(() -> {
            try {
                barrier.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            upgrader.upgrade();
        });
    }
}
