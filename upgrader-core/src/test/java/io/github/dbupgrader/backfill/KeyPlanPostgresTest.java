package io.github.dbupgrader.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.backfill.BatchSql.Placeholder;
import io.github.dbupgrader.backfill.BatchSql.Prepared;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a batch costs does not grow with what is done already: the plans begin in the middle of an index. */
@DatabaseTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyPlanPostgresTest {

    private TestDatabase database;

    @BeforeAll
    void makeTable(TestDatabase classDatabase) {
        database = classDatabase;
        database.execute("""
                create table fact (id bigint primary key, a int not null, b timestamptz not null, c text not null, done boolean);
                insert into fact select n, n / 50, timestamptz '2026-01-01' + n * interval '1 minute', md5(n::text) from generate_series(1, 100000) n;
                create unique index on fact (a, b);
                create unique index on fact (a, b desc, c);
                create unique index on fact (c collate "C", id desc);
                analyze fact""");
    }

    @DisplayName("backfill 57: boundary, change and read of a batch in the middle begin at an index, whatever the key")
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            id
            a,b
            a,b,c
            c,id
            """)
    void batchInTheMiddle_isAnIndexRange(String key) throws Exception {
        Backfill backfill = Backfill.table("fact")
                .key(key.split(","))
                .pending("done is null")
                .set("done = true");
        Backfill java = Backfill.table("fact")
                .key(key.split(","))
                .read("a", Integer.class)
                .write("done")
                .compute(rows -> {});
        try (Connection connection = database.connect()) {
            Handle handle = Handles.over(connection);
            handle.registerArrayType(String.class, "text");
            VisitedTable table = new TableCatalogue(handle).find(backfill.target());
            BatchSql sql = new BatchSql(table, backfill);
            List<String> last = Statements.lastKey(connection, sql.lastKey()).orElseThrow();
            KeyRange all = KeyRange.of(Optional.empty(), last);
            List<String> middle = Statements.keyAhead(connection, sql.keyAhead(all), all, 50_000)
                    .orElseThrow();
            KeyRange rest = KeyRange.of(Optional.of(middle), last);
            KeyRange batch = KeyRange.of(
                    Optional.of(middle),
                    Statements.boundary(connection, sql.boundary(rest), rest, 200)
                            .orElseThrow()
                            .key());

            assertBegins(connection, sql.boundary(rest), rest, 200);
            assertBegins(connection, sql.keyAhead(rest), rest, 500);
            assertBegins(connection, sql.change(batch), batch, 0);
            assertBegins(connection, sql.stillPending(batch), batch, 0);
            assertBegins(
                    connection,
                    new BatchSql(table, java).read(batch, java.work().compute().orElseThrow()),
                    batch,
                    0);
            assertThat(Statements.rows(
                            connection,
                            new BatchSql(table, java)
                                    .read(batch, java.work().compute().orElseThrow()),
                            batch,
                            java.work().compute().orElseThrow()))
                    .hasSize(200);
        }
    }

    /** Read few pages, and through an index: the plan's cost is that of the batch, not that of the table. */
    private static void assertBegins(Connection connection, Prepared prepared, KeyRange range, int limit)
            throws SQLException {
        connection.setAutoCommit(false);
        StringBuilder plan = new StringBuilder();
        try (PreparedStatement statement = connection.prepareStatement(
                "explain (analyze, buffers, costs off, timing off, summary off) " + prepared.sql())) {
            int index = 1;
            for (Placeholder placeholder : prepared.placeholders()) {
                List<String> key =
                        placeholder.upper() ? range.to() : range.after().orElseThrow();
                index = placeholder.condition().bind(statement, index, key);
            }
            if (limit > 0) {
                statement.setInt(index, limit);
            }
            try (ResultSet line = statement.executeQuery()) {
                while (line.next()) {
                    plan.append(line.getString(1)).append('\n');
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(plan.toString()).contains("Index Cond:");
        assertThat(plan.toString().lines().filter(l -> !l.contains("never executed")))
                .as("what ran: only where little is left is the rest counted")
                .noneMatch(l -> l.contains("Seq Scan"));
        assertThat(plan.toString()
                        .lines()
                        .filter(l -> l.contains("Rows Removed by Filter"))
                        .mapToLong(KeyPlanPostgresTest::number)
                        .sum())
                .as(plan.toString())
                .isLessThan(200);
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("\\D+", ""));
    }
}
