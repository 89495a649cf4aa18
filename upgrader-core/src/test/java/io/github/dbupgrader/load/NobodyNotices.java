package io.github.dbupgrader.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.schema.Schema;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.postgresql.jdbc.AutoSave;

/**
 * Makes a change under two applications, as it is deployed: the old one and the new one work while it is expanded; then the new one speaks otherwise; contract is refused
 * while the old one is there; the old one ends, and the new one works through contract. In the end each row must be what the application that owns it wrote last.
 */
final class NobodyNotices {

    static final String SERVICE = "energy-api";
    static final String SECOND = "1.1.0";
    private static final String FIRST = "1.0.0";
    private static final String THIRD = "1.2.0";

    private final TestDatabase database;
    private final LoadedChange change;
    private final Effort effort;
    private int expands;
    private final long start = System.nanoTime();

    private NobodyNotices(TestDatabase database, LoadedChange change, Effort effort) {
        this.database = database;
        this.change = change;
        this.effort = effort;
    }

    /**
     * How long it is done.
     *
     * @param rows how many there are before
     * @param rounds what each thread of an application does in each phase
     * @param atLeast how long it takes at least; what can be undone is made again and again
     */
    record Effort(int rows, int rounds, Duration atLeast) {}

    static void run(TestDatabase database, LoadedChange change, Effort effort) {
        new NobodyNotices(database, change, effort).run();
    }

    private void run() {
        database.execute(change.tables(effort.rows()));
        upgrader(FIRST).initialiseSchemaVersion(InitialiseOptions.at(FIRST));
        try (Application old = application(0, FIRST);
                Application young = application(1, SECOND)) {
            work(0, old, young);
            expand(old, young);
            young.speaks(change.after());
            requireNoDifference();
            work(0.7, old, young);
            requireNoDifference();
            if (change.gated()) {
                assertThatThrownBy(() -> upgrader(THIRD).upgrade())
                        .hasMessageContaining("are connected: " + SERVICE + "/" + FIRST);
                work(0, old, young);
            }
            old.service().stop();
            if (change.contract().isPresent()) {
                upgrader(THIRD).upgrade();
            }
            work(1, young);
            young.service().stop();
            requireLedgers(old, young);
            System.out.printf(
                    "load: %s: %.1f s, expanded %d times, %s%n",
                    change, (System.nanoTime() - start) / 1e9, expands, stalls(old, young));
        }
    }

    private Application application(int number, String version) {
        return new Application(
                database,
                SERVICE + "/" + version,
                number,
                effort.rows(),
                change.before(),
                change.changesResults() ? AutoSave.CONSERVATIVE : AutoSave.NEVER);
    }

    private void expand(Application old, Application young) {
        if (change.expand().isEmpty()) {
            return;
        }
        upgrader(SECOND).upgrade();
        expands++;
        while (change.back().isPresent() && isBefore(0.5)) {
            upgrader(SECOND).rollback(FIRST);
            work(0, old, young);
            upgrader(SECOND).upgrade();
            expands++;
        }
        work(0, old, young);
    }

    private DatabaseUpgrader upgrader(String version) {
        DatabaseUpgraderBuilder builder =
                DatabaseUpgrader.forDataSource(database.dataSource()).applicationVersion(version);
        if (!version.equals(FIRST)) {
            register(builder, SECOND, change.expand());
            change.back()
                    .ifPresent(back -> builder.registerRollback(
                            SECOND, UpgradeMode.ONLINE, upgrade -> back.accept(upgrade.schema())));
        }
        if (version.equals(THIRD)) {
            register(builder, THIRD, change.contract());
        }
        return builder.build();
    }

    private static void register(
            DatabaseUpgraderBuilder builder, String version, Optional<Consumer<Schema>> declaration) {
        declaration.ifPresent(
                d -> builder.register(version, UpgradeMode.ONLINE, upgrade -> d.accept(upgrade.schema())));
    }

    /** Lets them work for a phase, and longer until a part of the time is over. */
    private void work(double until, Application... applications) {
        do {
            for (Application application : applications) {
                application.service().works(effort.rounds());
            }
        } while (isBefore(until));
    }

    private boolean isBefore(double part) {
        return System.nanoTime() - start < part * effort.atLeast().toNanos();
    }

    private void requireNoDifference() {
        change.differences()
                .ifPresent(count -> assertThat(database.queryLong(count))
                        .as("rows whose columns are not in step")
                        .isZero());
    }

    private void requireLedgers(Application... applications) {
        Map<Long, Long> expected = new TreeMap<>();
        for (long id = 1; id <= effort.rows(); id++) {
            expected.put(id, id);
        }
        for (Application application : applications) {
            application.ledger().forEach((id, number) -> {
                expected.remove(id);
                number.ifPresent(n -> expected.put(id, n));
            });
        }
        Map<Long, Long> found = new TreeMap<>();
        database.query(
                "select id, " + change.after().main() + " from "
                        + change.after().table(),
                row -> found.put(row.getLong(1), row.getLong(2)));
        Map<Long, Long> lost = new TreeMap<>(expected);
        lost.entrySet().removeAll(found.entrySet());
        assertThat(lost).as("writes that are lost").isEmpty();
        assertThat(found).hasSameSizeAs(expected);
    }

    private static String stalls(Application... applications) {
        StringBuilder text = new StringBuilder();
        for (Application application : applications) {
            Service service = application.service();
            text.append(text.isEmpty() ? "" : "; ")
                    .append(service.name())
                    .append(' ')
                    .append(service.rounds())
                    .append(" rounds, longest stall ")
                    .append(service.longestStall());
        }
        return text.toString();
    }
}
