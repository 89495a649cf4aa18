package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.nothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** What the history says about a run, and about the statements of each step. */
@DatabaseTest
class HistoryTest {

    private static final int LONGEST_TEXT = 8 * 1024;

    private static DatabaseUpgraderBuilder builder(TestDatabase database) {
        PGSimpleDataSource dataSource = database.dataSource();
        dataSource.setApplicationName("dairy/1.1.0");
        DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();
        return DatabaseUpgrader.forDataSource(dataSource).applicationVersion("1.1.0");
    }

    /** {@return the row of an upgrade that does this} */
    private static HistoryEntry entryOf(TestDatabase database, UpgradeMethod method) {
        DatabaseUpgrader upgrader = builder(database).register("1.1.0", method).build();
        upgrader.upgrade();
        return upgrader.history().get(1);
    }

    private static List<String> lines(HistoryEntry entry) {
        return entry.statements().stream()
                .map(s -> s.times() + " times " + s.rows() + " rows: " + s.sql())
                .toList();
    }

    @Test
    @DisplayName(
            "upgrades 66: a row has who did what, from where to where, when, with which library, and what came of it")
    void entry_ofAStep_hasEverything(TestDatabase database) {
        DatabaseUpgrader upgrader = builder(database)
                .register(Upgrade.transactional("1.1.0", nothing())
                        .description("Quality score of dairy production")
                        .compatibleFrom("1.0.0"))
                .build();
        upgrader.upgrade();

        HistoryEntry entry = upgrader.history().get(1);

        assertThat(entry.action()).isEqualTo("upgrade");
        assertThat(entry.succeeded()).isTrue();
        assertThat(entry.from()).contains(SchemaVersion.parse("1.0.0"));
        assertThat(entry.to()).contains(SchemaVersion.parse("1.1.0"));
        assertThat(entry.step()).contains(SchemaVersion.parse("1.1.0"));
        assertThat(entry.subStep()).isEmpty();
        assertThat(entry.description()).isEqualTo("Quality score of dairy production");
        assertThat(entry.compatibleFrom()).contains(SchemaVersion.parse("1.0.0"));
        assertThat(entry.host()).isNotBlank();
        assertThat(entry.databaseUser()).isEqualTo(database.user());
        assertThat(entry.applicationName()).isEqualTo("dairy/1.1.0");
        assertThat(entry.applicationVersion()).isEqualTo("1.1.0");
        assertThat(entry.libraryVersion()).isNotBlank();
        assertThat(entry.startedAt()).isBeforeOrEqualTo(entry.endedAt());
        assertThat(entry.error()).isEmpty();
        assertThat(database.queryText("select component from database_upgrade_history where id = " + entry.id()))
                .isEqualTo("application");
    }

    @Test
    @DisplayName("upgrades 66: rows are only ever added, a failure before its success too")
    void history_ofAFailureAndItsRepair_keepsBoth(TestDatabase database) {
        boolean[] mended = {false};
        DatabaseUpgrader upgrader = builder(database)
                .register("1.1.0", upgrade -> {
                    upgrade.handle().execute("create table item (id int)");
                    if (!mended[0]) {
                        throw new IllegalStateException("x".repeat(10_000));
                    }
                })
                .build();

        assertThatThrownBy(upgrader::upgrade).isInstanceOf(StepFailedException.class);
        HistoryEntry failure = upgrader.history().get(1);
        mended[0] = true;
        upgrader.upgrade();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0").force());

        assertThat(Steps.history(upgrader))
                .containsExactly("initialise 1.0.0", "upgrade 1.1.0 FAILED", "upgrade 1.1.0", "initialise 1.0.0");
        assertThat(upgrader.history().get(1)).isEqualTo(failure);
        assertThat(failure.statements()).hasSize(1);
        assertThat(failure.error())
                .hasValueSatisfying(error -> assertThat(error)
                        .as("trimmed")
                        .hasSizeBetween(1_000, 5_000)
                        .startsWith("UPG-401"));
    }

    @Test
    @DisplayName("upgrades 66: statements of Jdbi are recorded with their rows, equal neighbours as one entry")
    void statements_ofJdbi_areRecorded(TestDatabase database) {
        HistoryEntry entry = entryOf(database, upgrade -> {
            Handle handle = upgrade.handle();
            handle.execute("create table item (id int)");
            for (int id = 1; id <= 3; id++) {
                handle.createUpdate("insert into item values (:id)")
                        .bind("id", id)
                        .execute();
            }
            assertThat(handle.createQuery("select id from item")
                            .mapTo(Integer.class)
                            .list())
                    .hasSize(3);
            PreparedBatch batch = handle.prepareBatch("insert into item values (:id)");
            batch.bind("id", 4).add().bind("id", 5).add();
            batch.execute();
        });

        assertThat(lines(entry))
                .containsExactly(
                        "1 times 0 rows: create table item (id int)",
                        "3 times 3 rows: insert into item values (?)",
                        "1 times 3 rows: select id from item",
                        "2 times 2 rows: insert into item values (?)");
        assertThat(entry.statements()).allMatch(s -> s.duration().toNanos() > 0);
    }

    @Test
    @DisplayName("upgrades 66: so are those of plain JDBC, batches and COPY")
    void statements_ofPlainJdbcAndCopy_areRecorded(TestDatabase database) {
        HistoryEntry entry = entryOf(database, upgrade -> {
            var connection = upgrade.handle().getConnection();
            try (var statement = connection.createStatement()) {
                statement.execute("create table item (id int, name text)");
                statement.addBatch("insert into item values (1, 'a')");
                statement.addBatch("insert into item values (2, 'b')");
                statement.addBatch("update item set name = 'c'");
                statement.executeBatch();
            }
            try (PreparedStatement insert = connection.prepareStatement("insert into item values (?, ?)")) {
                for (int id = 3; id <= 5; id++) {
                    insert.setInt(1, id);
                    insert.setString(2, "secret parameter");
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy item from stdin", new StringReader("6\tx\n7\ty\n"));
        });

        assertThat(lines(entry))
                .containsExactly(
                        "1 times 0 rows: create table item (id int, name text)",
                        "1 times 1 rows: insert into item values (1, 'a')",
                        "1 times 1 rows: insert into item values (2, 'b')",
                        "1 times 2 rows: update item set name = 'c'",
                        "3 times 3 rows: insert into item values (?, ?)",
                        "1 times 2 rows: copy item from stdin");
        assertThat(database.queryLong(
                        "select count(*) from database_upgrade_history where statements::text like '%secret%'"))
                .isZero();
    }

    @Test
    @DisplayName("upgrades 66: at most 200 entries a step, the rest counted")
    void statements_moreThan200_areCounted(TestDatabase database) {
        HistoryEntry entry = entryOf(database, upgrade -> {
            for (int i = 0; i < 250; i++) {
                upgrade.handle().execute("select " + i);
            }
        });

        assertThat(entry.statements()).hasSize(200);
        assertThat(entry.statements().get(199).sql()).isEqualTo("select 199");
        assertThat(entry.statementsOmitted()).isEqualTo(50);
        assertThat(database.rows("select statements_run, statements_omitted, jsonb_array_length(statements)"
                        + " from database_upgrade_history where action = 'upgrade'"))
                .containsExactly("250|50|200");
    }

    @Test
    @DisplayName("upgrades 66: at most 8 KiB of a text, the rest counted, whatever characters it has")
    void statements_longerThan8KiB_areCut(TestDatabase database) {
        HistoryEntry entry =
                entryOf(database, upgrade -> upgrade.handle().execute("select '" + "𝄞ä".repeat(5_000) + "'"));

        String text = entry.statements().get(0).sql();
        assertThat(text).startsWith("select '𝄞ä").endsWith(" more characters)");
        String kept = text.substring(0, text.indexOf(" …"));
        assertThat(kept.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(LONGEST_TEXT - 4, LONGEST_TEXT);
        assertThat(database.queryLong("select max(octet_length(s ->> 'sql')) from database_upgrade_history,"
                        + " jsonb_array_elements(statements) s"))
                .isLessThan(LONGEST_TEXT + 100);
    }

    @Test
    @DisplayName("upgrades 66: recordStatements(false) keeps their number only")
    void statements_notWanted_areCountedOnly(TestDatabase database) {
        DatabaseUpgrader upgrader = builder(database)
                .recordStatements(false)
                .register("1.1.0", upgrade -> {
                    upgrade.handle().execute("create table item (id int)");
                    upgrade.handle().execute("insert into item values (1)");
                })
                .build();

        assertThat(upgrader.upgrade().steps().get(0).statements()).isEqualTo(2);

        assertThat(upgrader.history().get(1).statements()).isEmpty();
        assertThat(database.rows("select statements, statements_run, statements_omitted"
                        + " from database_upgrade_history where action = 'upgrade'"))
                .containsExactly("[]|2|2");
    }

    @Test
    @DisplayName("upgrades 66: recordStatements(false) does not cost the error its statement")
    void failure_withoutRecordedStatements_stillNamesTheStatement(TestDatabase database) {
        DatabaseUpgrader upgrader = builder(database)
                .recordStatements(false)
                .register("1.1.0", upgrade -> upgrade.handle().execute("select 1 / 0"))
                .build();

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOfSatisfying(
                        StepFailedException.class,
                        e -> assertThat(e.failingSql()).contains("select 1 / 0"));
    }
}
