package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Validating and dropping constraints. One database for all of it. */
@DatabaseTest
class ConstraintChangesTest {

    private static final String TABLE =
            "create table farm (id int primary key); create table energy (id int primary key, farm int);"
                    + " alter table energy add constraint fk foreign key (farm) references farm not valid,"
                    + " add constraint small check (id < 100) not valid;";

    @BeforeAll
    static void database(TestDatabase shared) {}

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("drop schema public cascade; create schema public;" + TABLE);
    }

    @Test
    void validate_leftNotValid_isValid(TestDatabase database) throws Exception {
        ChangeRun.of(s -> {
                    s.table("energy").validateConstraint("fk");
                    s.table("energy").validateConstraint("small");
                })
                .run(database);

        assertThat(SchemaDump.of(database.dataSource()).text()).doesNotContain("NOT VALID");
    }

    @Test
    void change_missingConstraint_isRefused(TestDatabase database) {
        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("energy").validateConstraint("nothing"))
                        .run(database))
                .hasMessageContaining("the table has no constraint nothing");
        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("energy").dropConstraint("nothing"))
                        .run(database))
                .hasMessageContaining("the table has no constraint nothing");
    }

    @Test
    void drop_constraints_areGone(TestDatabase database) throws Exception {
        ChangeRun.of(s -> {
                    s.table("energy").dropConstraint("fk");
                    s.table("energy").dropConstraint("small");
                })
                .run(database);

        assertThat(SchemaDump.of(database.dataSource()).text()).doesNotContain("energy fk", "energy small");
    }

    @Test
    @DisplayName(
            "online 4: both tables of a foreign key are locked in the order of their identifiers, the one waited for first holding nothing")
    void dropForeignKey_referencedTableBusy_holdsNothingOfTheOther(TestDatabase database) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection reader = database.connect()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("select from farm");
            PGSimpleDataSource dataSource = database.dataSource();
            dataSource.setApplicationName("dropping");
            Future<?> dropping = thread.submit(() -> {
                ChangeRun.of(s -> s.table("energy").dropConstraint("fk")).run(dataSource);
                return null;
            });
            database.await("it waits", "application_name = 'dropping' and wait_event_type = 'Lock'");

            assertThat(database.rows("select mode from pg_locks l join pg_stat_activity a using (pid)"
                            + " where a.application_name = 'dropping' and l.granted and relation = 'energy'::regclass"
                            + " and mode = 'AccessExclusiveLock'"))
                    .as("farm has the lower identifier, so it is waited for first")
                    .isEmpty();
            reader.rollback();
            dropping.get(20, TimeUnit.SECONDS);
        } finally {
            thread.shutdown();
            assertThat(thread.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @DisplayName("a crash at any statement is survived")
    void change_crashed(TestDatabase database) {
        new CrashedChange(database, TABLE, s -> {
                    s.table("energy").validateConstraint("fk");
                    s.table("energy").dropConstraint("small");
                })
                .assertCrashesAreSurvived();
    }
}
