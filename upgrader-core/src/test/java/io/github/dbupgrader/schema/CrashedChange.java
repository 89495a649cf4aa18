package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.Fault;
import io.github.dbupgrader.testing.FaultyDataSource;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Makes a change by whole upgrades in a database that is emptied before each: undisturbed, crashed at one statement after the other, and rolled back.
 *
 * <p>What is the same in each of hundreds of runs is there once: a session that knows the catalogue, and the library's own tables. Two of them crash at the same time.
 */
final class CrashedChange {

    private final TestDatabase database;
    private final String setup;
    private final Consumer<Schema> change;

    CrashedChange(TestDatabase database, String setup, Consumer<Schema> change) {
        this.database = database;
        this.setup = setup;
        this.change = change;
    }

    static DatabaseUpgrader upgrader(DataSource dataSource, UpgradeMode mode, Consumer<Schema> change) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.1.0")
                .register("1.1.0", mode, upgrade -> change.accept(upgrade.schema()))
                .build();
    }

    /** After the rollback of an upgrade that failed behind the change the catalogue is as before. */
    CrashedChange assertRollbackRestores() {
        try (Place place = new Place(database)) {
            place.begin();
            String before = place.dump();
            DatabaseUpgrader failing = upgrader(place.pool, upgrade -> {
                change.accept(upgrade.schema());
                upgrade.step("fail", handle -> handle.execute("select 1 / 0"));
            });
            assertThatThrownBy(failing::upgrade).hasMessageContaining("division by zero");
            assertThat(place.dump()).as("the change does something").isNotEqualTo(before);
            failing.rollback("1.0.0");
            assertThat(place.dump()).isEqualTo(before);
        }
        return this;
    }

    /** Whichever statement fails, the next start completes it, and the catalogue is as if nothing had happened. */
    void assertCrashesAreSurvived() {
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try (TestDatabase other = TestDatabase.create();
                Place first = new Place(database);
                Place second = new Place(other)) {
            first.begin();
            upgrader(first.pool).upgrade();
            Crashes crashes = new Crashes(first.dump());
            List<Future<?>> running =
                    List.of(workers.submit(() -> crashes.work(first)), workers.submit(() -> crashes.work(second)));
            for (Future<?> each : running) {
                each.get();
            }
            assertThat(crashes.survived.get()).isGreaterThan(10);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            workers.shutdownNow();
        }
    }

    private DatabaseUpgrader upgrader(DataSource dataSource) {
        return upgrader(dataSource, upgrade -> change.accept(upgrade.schema()));
    }

    private static DatabaseUpgrader upgrader(DataSource dataSource, Consumer<UpgradeContext> method) {
        DatabaseUpgraderBuilder builder = DatabaseUpgrader.forDataSource(dataSource);
        return builder.applicationVersion("1.1.0")
                .schema(Place.LIBRARY)
                .register("1.1.0", UpgradeMode.ONLINE, method::accept)
                .build();
    }

    /** Takes one statement after the other, until a run ends before its crash. */
    private final class Crashes {
        private final String undisturbed;
        private final AtomicInteger next = new AtomicInteger(1);
        private final AtomicInteger survived = new AtomicInteger();
        private final AtomicBoolean exhausted = new AtomicBoolean();

        Crashes(String undisturbed) {
            this.undisturbed = undisturbed;
        }

        void work(Place place) {
            try {
                while (!exhausted.get()) {
                    place.begin();
                    FaultyDataSource faulty =
                            new FaultyDataSource(place.pool, place.pool, Fault.THROW, next.getAndIncrement());
                    try {
                        upgrader(faulty).upgrade();
                    } catch (UpgradeException e) {
                        assertThat(faulty.fired()).as(e.getMessage()).isTrue();
                    }
                    if (faulty.fired()) {
                        survived.incrementAndGet();
                        upgrader(place.pool).upgrade();
                        assertThat(place.dump())
                                .as("after a crash at " + faulty.firedAt())
                                .isEqualTo(undisturbed);
                    } else {
                        exhausted.set(true);
                    }
                }
            } finally {
                exhausted.set(true);
            }
        }
    }

    /** A database in which it is made again and again. */
    private final class Place implements AutoCloseable {
        private static final String LIBRARY = "upgrader";

        private final HikariDataSource pool;

        Place(TestDatabase database) {
            this.pool = database.pool(1);
        }

        void begin() {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                StringBuilder empty = new StringBuilder("set client_min_messages = 'warning';");
                try (ResultSet row = statement.executeQuery("""
                        select format('drop schema %I cascade;', nspname) from pg_namespace
                        where nspname !~ '^pg_' and nspname not in ('information_schema', 'upgrader')
                        union all
                        select 'truncate ' || string_agg('upgrader.' || tablename, ', ') || ';' from pg_tables
                        where schemaname = 'upgrader' having count(*) > 0""")) {
                    while (row.next()) {
                        empty.append(row.getString(1));
                    }
                }
                statement.execute(empty + "create schema public;" + setup + "; reset client_min_messages");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            upgrader(pool).initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        }

        String dump() {
            return SchemaDump.of(pool).text();
        }

        /** Leaves nothing for the other tests of the database to find. */
        @Override
        public void close() {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("set client_min_messages = 'warning'; drop schema if exists " + LIBRARY + " cascade");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } finally {
                pool.close();
            }
        }
    }
}
