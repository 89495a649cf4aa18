package io.github.dbupgrader.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages about backfills show runs, in Java and in psql, and does what they say. */
@DatabaseTest
class BackfillPagesTest {

    @TempDir
    Path classes;

    @BeforeEach
    void makeTables(TestDatabase database) {
        database.execute("create table reading (id bigint primary key, wh numeric)");
        database.execute(
                "insert into reading select n, case when n % 10 > 0 then n * 100 end from generate_series(1, 50) n");
        database.execute("create table well (id bigint primary key, depth text not null)");
        database.execute("insert into well values (1, '12.5 m'), (2, '7 m'), (3, '40 ft')");
    }

    @Test
    @DisplayName(
            "backfill 64, 75: a rejected row keeps its reason, the gate tells it, and the next start tries it again")
    void upgrades_run_andMeetWhatTheyRejected(TestDatabase database) throws Exception {
        DatabaseUpgrader upgrader = upgrader(database, "1.5.0");

        assertThat(upgrader.backfills().registered())
                .containsExactly(Map.entry("depth of wells", SchemaVersion.parse("1.4.0")));
        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("could not do 1 row")
                .hasMessageContaining("[3]: not in metres: 40 ft");
        database.execute("update well set depth = '12 m' where id = 3");
        upgrader.upgrade();

        assertThat(database.rows("select id, depth_m from well order by id")).containsExactly("1|12.5", "2|7", "3|12");
        assertThat(database.rows("select count(*), count(kwh), trim_scale(sum(kwh)) from reading"))
                .containsExactly("50|45|112.5");
        assertThat(database.queryLong("select count(*) from pg_indexes where indexname = 'reading_kwh'"))
                .isEqualTo(1);
    }

    @Test
    void psql_pausesResumesAndCancels(TestDatabase database) throws Exception {
        DatabaseUpgrader upgrader = upgrader(database, "1.4.0");
        upgrader.upgrade();
        database.execute("""
                insert into database_backfills (component, name, since_version, definition, checksum)
                select component, 'depth of wells', '1.4.0', 'by hand', 'none' from database_metadata""");
        List<String> statements = Page.read("docs/backfill-operations.md").blocks("sql");

        List<BackfillState> states = statements.stream()
                .map(sql -> {
                    database.execute(sql);
                    return upgrader.backfills()
                            .status("depth of wells")
                            .orElseThrow()
                            .state();
                })
                .toList();

        assertThat(states)
                .containsExactly(
                        BackfillState.PENDING,
                        BackfillState.PAUSED,
                        BackfillState.RUNNING,
                        BackfillState.CANCELLED,
                        BackfillState.CANCELLED,
                        BackfillState.CANCELLED);
    }

    private DatabaseUpgrader upgrader(TestDatabase database, String version) throws Exception {
        Object page = SnippetCompiler.compile(Page.read("docs/backfills.md").blocks("java"), classes)
                .newInstance();
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion(version)
                .register(member(page, "ReadingUpgrades"))
                .register(member(page, "WellUpgrades"))
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.2.0"));
        return upgrader;
    }

    private static Object member(Object page, String name) throws ReflectiveOperationException {
        var constructor =
                page.getClass().getClassLoader().loadClass("Snippets$" + name).getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.newInstance(page);
    }
}
