package io.github.dbupgrader.benchmarks.metrics;

import io.github.dbupgrader.benchmarks.server.Template;
import io.github.dbupgrader.benchmarks.server.TestServer;
import io.github.dbupgrader.metrics.query.DataSources;
import io.github.dbupgrader.metrics.query.Dialect;
import io.github.dbupgrader.metrics.query.QueryEngine;
import io.github.dbupgrader.metrics.query.SqlSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** A table of twelve columns of mixed types, in both engines. Four of them have as many different values as there are rows. */
final class Facts {

    static final String ALL = "select * from facts";

    /** What is shown of it most: a few sums. */
    static final String SUMS =
            "select code, count(*) as facts, sum(amount) as amount from facts group by code order by code";

    /** The same facts that push-down asks for, written by hand; both engines understand it. */
    static final String BY_HAND = """
            select count(*),
              count(id), count(distinct id), min(id), max(id),
              count(small), count(distinct small), min(small), max(small),
              count(number), count(distinct number), min(number), max(number),
              count(amount), count(distinct amount), min(amount), max(amount),
              count(ratio), count(distinct ratio), min(ratio), max(ratio),
              count(share), count(distinct share), min(share), max(share),
              count(flag), count(distinct flag), count(case when flag then 1 end),
              count(day), count(distinct day), min(day), max(day),
              count(seen_at), count(distinct seen_at), min(seen_at), max(seen_at),
              count(code), count(distinct code), min(char_length(code)), max(char_length(code)),
              count(title), count(distinct title), min(char_length(title)), max(char_length(title)),
              count(remark), count(distinct remark), min(char_length(remark)), max(char_length(remark))
            from facts""";

    private static final UUID SOURCE = new UUID(0, 1);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final String COLUMNS = """
            select n as id, (n % 100)::smallint as small, (n * 7919 % 1000003)::integer as number,
              ((n % 1000000) / 100.0)::numeric(12, 2) as amount, sqrt(n::double precision) as ratio,
              ((n % 1000) / 1000.0)::real as share, n % 3 = 0 as flag, date '2000-01-01' + (n % 9000)::integer as day,
              timestamptz '2024-01-01 00:00:00+00' + n * interval '1 second' as seen_at, 'code ' || n % 50 as code,
              'title ' || n as title, case when n % 10 > 0 then 'remark ' || n % 5000 end as remark
            from $NUMBERS""";

    private Facts() {}

    /** {@return the name of a new database with the table} */
    static String create(TestServer server, long rows) throws SQLException {
        return Template.create(
                        server,
                        "facts",
                        rows,
                        "create table facts as "
                                + COLUMNS.replace("$NUMBERS", "generate_series(1, :rows::bigint) as n"))
                .database();
    }

    /** Makes a DuckDB file with the table. */
    static void create(Path file, long rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("set TimeZone = 'UTC'");
            statement.execute(
                    "create table facts as " + COLUMNS.replace("$NUMBERS", "range(1, " + (rows + 1) + ") as r(n)"));
        }
    }

    /** {@return an engine with one data source, to be given to {@link #source}'s queries} */
    static QueryEngine engine(Dialect dialect, DataSource dataSource) {
        return engine(DataSources.of(Map.of(SOURCE, new SqlSource(dialect, dataSource))));
    }

    static QueryEngine engine(DataSources sources) {
        return QueryEngine.builder(sources).timeout(PATIENCE).build();
    }

    static UUID source() {
        return SOURCE;
    }

    /** Reads the one row of aggregates, or the few of a summary, whatever they are. */
    static long readAll(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            long cells = 0;
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    rows.getString(column);
                    cells++;
                }
            }
            return cells;
        }
    }
}
