package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Indexes of partitioned tables. One database for all of it. */
@DatabaseTest
class PartitionedIndexTest {

    private static final String LONG_NAME = "p".repeat(63);

    private static final String TABLE = """
            create table part (id int, name text) partition by range (id);
            create table part_1 partition of part for values from (0) to (10);
            create table part_2 partition of part for values from (10) to (20) partition by range (id);
            create table part_2_1 partition of part_2 for values from (10) to (15);
            insert into part select n, 'n' || n from generate_series(0, 14) n;
            """;

    private final IndexBuild build =
            IndexBuild.of("part", Index.named("part_name").on("name", "id").unique());

    @BeforeAll
    static void database(TestDatabase shared) {}

    @BeforeEach
    void table(TestDatabase database) {
        database.execute(
                "drop schema if exists side cascade; drop schema public cascade; create schema public;" + TABLE);
    }

    private static List<String> indexes(TestDatabase database) {
        return database.rows(
                "select i.indrelid::regclass, i.indexrelid::regclass, i.indisvalid, h.inhparent::regclass from pg_index i"
                        + " left join pg_inherits h on h.inhrelid = i.indexrelid where i.indrelid::regclass::text !~ '^pg_' order by i.indrelid::regclass::text, i.indexrelid::regclass::text");
    }

    private static String dump(TestDatabase database) {
        return SchemaDump.of(database.dataSource()).text();
    }

    @Test
    @DisplayName(
            "online 16: the table's own index, one for each partition, attached: all valid; run again it changes nothing; undone, nothing is left")
    void build_levels_endsValid(TestDatabase database) throws Exception {
        database.execute("create table \"" + LONG_NAME + "\" partition of part for values from (20) to (30);"
                + " create table part_empty partition of part for values from (30) to (40) partition by range (id)");
        String before = dump(database);

        build.run(database);

        List<String> all = indexes(database);
        assertThat(all)
                .contains(
                        "part|part_name|t|null",
                        "part_1|part_name_part_1|t|part_name",
                        "part_2|part_name_part_2|t|part_name",
                        "part_2_1|part_name_part_2_part_2_1|t|part_name_part_2",
                        "part_empty|part_name_part_empty|t|part_name")
                .hasSize(6)
                .allSatisfy(index -> assertThat(index).contains("|t|"));
        build.run(database);
        assertThat(indexes(database)).isEqualTo(all);
        assertThatThrownBy(() -> database.execute("insert into part values (1, 'n1')"))
                .hasStackTraceContaining("duplicate key");
        build.revert(database);
        build.revert(database);
        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("online 16: partitions that come while another one is indexed are covered, created or attached")
    void build_partitionsComeMeanwhile_areCovered(TestDatabase database) throws Exception {
        database.execute("create table come (id int, name text); insert into come values (41, 'x')");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Connection writer = database.connect()) {
            writer.setAutoCommit(false);
            // as a writer locks it; an UPDATE would also keep partitions from coming
            writer.createStatement().execute("lock table part_1 in row exclusive mode");
            Future<?> building = threads.submit(() -> {
                build.run(database);
                return null;
            });
            database.await(
                    "the build waits for the writer",
                    "wait_event_type = 'Lock' and query like 'create unique index concurrently%'");
            database.execute("create table part_new partition of part for values from (50) to (60);"
                    + " alter table part attach partition come for values from (40) to (50)");
            writer.rollback();
            building.get(20, TimeUnit.SECONDS);
        } finally {
            threads.shutdown();
        }

        assertThat(database.rows("select indrelid::regclass from pg_index where indisvalid"))
                .contains("come", "part", "part_1", "part_2", "part_2_1", "part_new");
        assertThat(database.queryText("select count(*) from pg_index where not indisvalid"))
                .isEqualTo("0");
    }

    @Test
    @DisplayName(
            "online 13, 16: what an interrupted build left is taken up: not attached, invalid, or half of the levels")
    void build_leftovers_areTakenUp(TestDatabase database) throws Exception {
        database.execute("create unique index part_name on only part (name, id);"
                + " create unique index part_name_part_1 on part_1 (name, id);"
                + " create unique index part_name_part_2 on only part_2 (name, id); alter index part_name attach partition part_name_part_2;"
                + " create unique index part_name_part_2_part_2_1 on part_2_1 (name, id);"
                + " update pg_index set indisvalid = false where indexrelid = 'part_name_part_1'::regclass");
        long kept = database.queryLong("select 'part_name_part_2_part_2_1'::regclass::oid");

        build.run(database);

        assertThat(indexes(database))
                .hasSize(4)
                .allSatisfy(index -> assertThat(index).contains("|t|"));
        assertThat(database.queryLong("select 'part_name_part_2_part_2_1'::regclass::oid"))
                .isEqualTo(kept);
    }

    @Test
    @DisplayName(
            "online 14, 16: an index of another definition is an error; one that was begun is undone with all that is not attached")
    void build_conflict_isRefusedAndUndone(TestDatabase database) throws Exception {
        String before = dump(database);
        database.execute(
                "create unique index part_name on only part (name, id);"
                        + " create unique index part_name_part_1 on part_1 (name, id); create unique index part_name_part_2 on part_2 (name, id)");
        build.revert(database);
        assertThat(dump(database)).isEqualTo(before);

        database.execute("create index part_name_part_1 on part_1 (id)");
        assertThatThrownBy(() -> build.run(database))
                .hasMessageContaining("exists on public.part_1 with another definition");
        assertThatThrownBy(() -> build.revert(database))
                .hasMessageContaining("exists on public.part_1 with another definition");
        database.execute("drop index part_name_part_1; create index part_name on part (id)");
        assertThatThrownBy(() -> build.run(database))
                .hasMessageContaining("exists on public.part with another definition");
    }

    @Test
    @DisplayName(
            "online 16: what PostgreSQL does not offer is refused: unique without the partition key, foreign partitions, constraints")
    void build_whatCannotBe_isRefused(TestDatabase database) {
        assertThatThrownBy(
                        () -> IndexBuild.of("part", Index.named("u").on("name").unique())
                                .run(database))
                .hasMessageContaining("must include all partitioning columns");
        assertThatThrownBy(() ->
                        ChangeRun.of(s -> s.table("part").addUnique("u", "id")).run(database))
                .hasMessageContaining("The index u cannot become a constraint of part");
        database.execute("create foreign data wrapper far; create server away foreign data wrapper far;"
                + " create foreign table part_far partition of part for values from (90) to (99) server away");
        assertThatThrownBy(
                        () -> IndexBuild.of("part", Index.named("i").on("name")).run(database))
                .hasMessageContaining("its partition part_far is a foreign table");
        database.execute("drop foreign data wrapper far cascade");
        assertThat(indexes(database)).isEmpty();
    }

    @Test
    @DisplayName("online 16, 40: a rollback restores the catalogue, and a crash at any statement is survived")
    void build_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(
                        database,
                        "create table part (id int) partition by range (id); create table part_1 partition of part for values from (0) to (10)",
                        s -> s.table("part").createIndexConcurrently("part_id", "id"))
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }
}
