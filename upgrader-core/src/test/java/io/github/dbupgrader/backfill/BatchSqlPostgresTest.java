package io.github.dbupgrader.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.backfill.BatchSql.Prepared;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the server makes of the statements of a batch. */
@DatabaseTest
class BatchSqlPostgresTest {

    private static final Backfill BACKFILL = Backfill.table("energy")
            .pending("kwh is null")
            .read("wh", String.class)
            .read("id", Long.class)
            .write("kwh")
            .compute(rows -> {});
    private static final KeyRange RANGE = KeyRange.of(Optional.of(List.of("5000")), List.of("8000"));

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table energy (id bigint primary key, wh text not null, kwh text);
                insert into energy select n, n from generate_series(1, 20000) n;
                analyze energy""");
    }

    @Test
    @DisplayName("backfill 57: no statement of a batch reads more of the table than its range")
    void plans_ofAllStatements_areIndexRanges(TestDatabase database) throws SQLException {
        try (Handle handle = Jdbi.create(database.dataSource()).open()) {
            BatchSql sql = new BatchSql(new TableCatalogue(handle).find(BACKFILL.target()), BACKFILL);
            Connection connection = handle.getConnection();
            Work.Compute compute = BACKFILL.work().compute().orElseThrow();
            Prepared write = sql.write(RANGE, compute, List.of(new Identifier("kwh")));
            List<String> plans = List.of(
                    plan(connection, sql.boundary(RANGE), 0, true),
                    plan(connection, sql.keyAhead(RANGE), 0, true),
                    plan(connection, sql.read(RANGE, compute), 0, false),
                    plan(connection, sql.anyPending(RANGE), 0, false),
                    plan(connection, sql.stillPending(RANGE), 0, false),
                    plan(connection, write, 3, false));

            assertThat(plans)
                    .allSatisfy(plan -> assertThat(plan)
                            .containsPattern("Index Cond: .*id > '5000'::bigint\\) AND \\(.*id <= '8000'::bigint")
                            .doesNotContain("Seq Scan", "Sort"));
        }
    }

    @Test
    void boundary_betweenAndAtTheEndOfARange_isTheLastKeyOfTheRows(TestDatabase database) throws SQLException {
        try (Handle handle = Jdbi.create(database.dataSource()).open()) {
            BatchSql sql = new BatchSql(new TableCatalogue(handle).find(BACKFILL.target()), BACKFILL);
            Connection connection = handle.getConnection();
            KeyRange beyond = KeyRange.of(Optional.of(List.of("20000")), List.of("30000"));

            assertThat(Statements.boundary(connection, sql.boundary(RANGE), RANGE, 1000))
                    .contains(new Statements.Boundary(List.of("6000"), 1000));
            assertThat(Statements.boundary(connection, sql.boundary(RANGE), RANGE, 3000))
                    .contains(new Statements.Boundary(List.of("8000"), 3000));
            assertThat(Statements.boundary(connection, sql.boundary(RANGE), RANGE, 3001))
                    .contains(new Statements.Boundary(List.of("8000"), 3000));
            assertThat(Statements.boundary(connection, sql.boundary(beyond), beyond, 10))
                    .isEmpty();
        }
    }

    private static String plan(Connection connection, Prepared prepared, int arrays, boolean number)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("explain " + prepared.sql())) {
            Array values = connection.createArrayOf(
                    "text",
                    IntStream.rangeClosed(5001, 8000).mapToObj(String::valueOf).toArray());
            for (int i = 1; i <= arrays; i++) {
                statement.setArray(i, values);
            }
            int next = Statements.bind(statement, arrays + 1, prepared, RANGE);
            if (number) {
                statement.setInt(next, 999);
            }
            List<String> lines = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    lines.add(row.getString(1));
                }
            }
            return String.join("\n", lines);
        }
    }
}
