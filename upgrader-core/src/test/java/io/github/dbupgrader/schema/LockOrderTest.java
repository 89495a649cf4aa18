package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The tables of foreign keys are locked in the order of their identifiers, whichever change it is: the first that is busy is waited for with nothing in hand. */
@DatabaseTest
class LockOrderTest {

    /** The one that is referenced is the older one, so it comes first, where the server would take it second. */
    private static final String TABLES = """
            create table farm (id int primary key);
            create table energy (id int primary key, farm int not null constraint fk references farm, constraint small check (farm < 100));
            insert into farm values (1); insert into energy values (1, 1);""";

    private static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(
                        "drop constraint", false, change(s -> s.table("energy").dropConstraint("fk"))),
                Arguments.of("drop column", false, change(s -> s.table("energy").dropColumn("farm"))),
                Arguments.of("drop table", false, change(s -> s.dropTable("energy"))),
                Arguments.of(
                        "add foreign key",
                        false,
                        change(s -> s.table("energy")
                                .addForeignKey(
                                        ForeignKey.named("second", "farm").references("farm")))),
                Arguments.of("expand", false, change(s -> rename(s).expand())),
                Arguments.of("revert", true, change(s -> rename(s).revert())),
                Arguments.of("contract", true, change(s -> rename(s).contract())));
    }

    private static Consumer<Schema> change(Consumer<Schema> change) {
        return change;
    }

    private static RenameColumn rename(Schema schema) {
        return schema.table("energy").renameColumn("farm", "site").lookingFor(Duration.ZERO);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    @DisplayName("online 4: who waits for one table of a foreign key keeps nobody from the other")
    void change_olderTableBusy_holdsNothingOfTheOther(
            String name, boolean expanded, Consumer<Schema> change, TestDatabase database) throws Exception {
        database.execute(TABLES);
        PGSimpleDataSource dataSource = database.dataSource();
        dataSource.setApplicationName("changing");
        Upgrades upgrades = Upgrades.of(dataSource);
        if (expanded) {
            upgrades.run(s -> rename(s).expand());
        }
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            LockedTable busy = LockedTable.byWriter(database, "farm");
            Future<?> changing;
            try {
                changing = thread.submit(() -> upgrades.run(change));
                database.await(name + " waits and holds nothing", """
                        application_name = 'changing'
                        and exists (select from pg_locks w where w.pid = pg_stat_activity.pid and not w.granted and w.relation = 'farm'::regclass)
                        and not exists (select from pg_locks h where h.pid = pg_stat_activity.pid and h.granted
                          and h.relation = 'energy'::regclass and h.mode ~ 'Exclusive')""");
            } finally {
                busy.close();
            }
            changing.get(60, TimeUnit.SECONDS);
        } finally {
            thread.shutdown();
            assertThat(thread.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @DisplayName(
            "online 4: each table gets the lock that it needs, and a busy one is given up together with the others")
    void lock_ofEachItsOwn_orNone(TestDatabase database) throws Exception {
        database.execute(TABLES);
        long farm = database.queryLong("select 'farm'::regclass::oid::bigint");
        long energy = database.queryLong("select 'energy'::regclass::oid::bigint");
        try (Handle handle = Jdbi.create(database.dataSource()).open()) {
            handle.begin();
            handle.execute("set local lock_timeout = '2s'");
            LockOrder.lock(
                    handle,
                    table -> table == energy ? "access exclusive" : "share row exclusive",
                    List.of(energy, farm, farm));

            assertThat(modes(database)).containsExactly("farm|ShareRowExclusiveLock", "energy|AccessExclusiveLock");
            assertThat(handle.createQuery("show lock_timeout")
                            .mapTo(String.class)
                            .one())
                    .isEqualTo("2s");
            handle.rollback();
        }
        LockedTable busy = LockedTable.byWriter(database, "energy");
        try (Handle handle = Jdbi.create(database.dataSource()).open()) {
            handle.begin();
            handle.execute("set local lock_timeout = '100ms'");
            assertThatThrownBy(() -> LockOrder.lock(handle, "access exclusive", List.of(farm, energy)))
                    .hasMessageContaining("canceling statement due to lock timeout");
            handle.rollback();
            assertThat(modes(database)).containsExactly("energy|RowExclusiveLock");
        } finally {
            busy.close();
        }
    }

    private static List<String> modes(TestDatabase database) {
        return database.rows("""
                select relation::regclass, mode from pg_locks
                where relation in ('farm'::regclass, 'energy'::regclass) and granted
                  and database = (select oid from pg_database where datname = current_database()) order by relation, mode""");
    }
}
