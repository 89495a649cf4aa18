package io.github.dbupgrader.metrics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbupgrader.metrics.model.DataMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same engine on DuckDB, embedded: walls, limits, files. */
class DuckDbTest {

    /** What DuckDB can do beyond a query; the file holds the table {@code orders}. */
    private static final List<String> HOSTILE = List.of(
            "",
            "-- nothing",
            "select 1; drop table orders",
            "select 1); drop table orders; select (1",
            "insert into orders values (9, 'x')",
            "delete from orders",
            "update orders set region = null",
            "drop table orders",
            "create table copy as select * from orders",
            "create temp table copy as select 1",
            "with a as (select 1) insert into orders select 1, 'x'",
            "with a as (select 1) delete from orders",
            "copy orders to '/tmp/orders.csv'",
            "copy (select 1) to '/tmp/orders.parquet'",
            "export database '/tmp/export'",
            "import database '/tmp/export'",
            "attach '/tmp/other.db'",
            "detach orders",
            "use memory",
            "install httpfs",
            "load httpfs",
            "pragma database_list",
            "set memory_limit = '1GB'",
            "set enable_external_access = true",
            "reset lock_configuration",
            "call pragma_version()",
            "checkpoint",
            "vacuum",
            "explain analyze select 1",
            "begin",
            "prepare p as select 1",
            "execute p",
            "select * from read_text('/etc/passwd')",
            "select * from read_csv('/etc/passwd')",
            "select * from read_blob('/etc/*')",
            "select * from '/etc/passwd'",
            "select * from glob('/etc/*')",
            "from read_text('/etc/passwd')",
            "select * from sniff_csv('/etc/passwd')",
            "select * from parquet_metadata('/tmp/x.parquet')",
            "select * from sqlite_scan('/tmp/x.db', 't')",
            "select nextval('numbers')",
            "select * from enable_logging()",
            "select 'no end");

    /** {@code metrics 33} to {@code metrics 35}. */
    @Test
    void hostileTexts_changeNothing(@TempDir Path directory) throws SQLException {
        try (DuckDbSource source = DuckDbFiles.orders(directory);
                OneConnection one = new OneConnection(source)) {
            QueryEngine engine = Shop.engine(new DuckDbDialect(), one.dataSource());
            for (String sql : HOSTILE) {
                assertThat(catchThrowable(() -> engine.run(Shop.ID, MetricQuery.of(sql))))
                        .as(sql)
                        .isInstanceOf(QueryException.class);
                assertThat(engine.run(Shop.ID, MetricQuery.of("from orders order by id"))
                                .rows()
                                .toString())
                        .as(sql)
                        .isEqualTo("[[1, \"EMEA\"], [2, \"emea\"], [3, null]]");
            }
            assertThat(settings(one.connection())).isEqualTo("false true UTC");
        }
    }

    /** The engine's own parser alone: exactly one SELECT, before anything is executed. */
    @Test
    void hostileTexts_withoutTheRules_changeNothingEither(@TempDir Path directory) throws SQLException {
        DuckDbDialect dialect = new DuckDbDialect();
        QueryLimits limits = new QueryLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), 100);
        try (DuckDbSource source = DuckDbFiles.orders(directory);
                OneConnection one = new OneConnection(source)) {
            List<String> passed = new ArrayList<>();
            for (String sql : HOSTILE) {
                dialect.begin(one.connection(), limits);
                try (Statement statement = one.connection().createStatement();
                        RowStream rows = dialect.open(statement, sql, limits)) {
                    passed.add(rows + sql);
                } catch (SQLException | QueryException e) {
                    // stopped
                } finally {
                    dialect.end(one.connection());
                }
            }
            assertThat(passed).isEmpty();
            assertThat(settings(one.connection())).isEqualTo("false true UTC");
        }
    }

    @Test
    void legitimateTexts_run(@TempDir Path directory) throws SQLException {
        try (DuckDbSource source = DuckDbFiles.orders(directory)) {
            QueryEngine engine = Shop.engine(new DuckDbDialect(), source);
            for (String sql : LegitimateTexts.COMMON) {
                assertThat(catchThrowable(() -> engine.run(Shop.ID, MetricQuery.of(sql))))
                        .as(sql)
                        .isNull();
            }
            for (String sql : List.of(
                    "from orders",
                    "from orders select region",
                    "select * exclude (id) from orders",
                    "select region, count(*) from orders group by all order by all",
                    "select * from range(10) t(n) qualify row_number() over (order by n) = 1",
                    "select list_transform([1, 2], lambda x: x + 1), [x for x in [1, 2]]")) {
                assertThat(catchThrowable(() -> engine.run(Shop.ID, MetricQuery.of(sql))))
                        .as(sql)
                        .isNull();
            }
        }
    }

    /** E13 on DuckDB; the aggregates of the engine tell the same as the rows. */
    @Test
    void limitsAndTotals(@TempDir Path directory) throws SQLException {
        try (DuckDbSource source = DuckDbFiles.orders(directory)) {
            QueryEngine engine = Shop.engine(new DuckDbDialect(), source);
            String many = "select n, 'v' || (n % 20000) as v from range(1, 200001) as t(n)";
            QueryResult cut = engine.run(Shop.ID, MetricQuery.of(many));
            assertThat(cut.rows()).hasSize(5_000);
            assertThat(cut.hasMore()).isTrue();
            DataMetadata total =
                    engine.run(Shop.ID, MetricQuery.of(many).exactTotals()).metadata();
            assertThat(total.fact("total_rows").longValue()).isEqualTo(200_000);
            assertThat(total.columns().get(0).maxValue().longValue()).isEqualTo(200_000);
            assertThat(total.columns().get(1).uniqueValues()).hasValue(20_000);
            DataMetadata streamed =
                    engine.run(Shop.ID, MetricQuery.of(many).withoutRows()).metadata();
            assertThat(streamed.rowCount()).hasValue(200_000);
            assertThat(streamed.columns().get(1).uniqueValues().getAsLong())
                    .isCloseTo(20_000, Percentage.withPercentage(3));

            String mixed = """
                    select * from (values (1, 0.5::double, true, 'a', date '2025-01-01', timestamptz '2025-01-01 00:00:00+00', 1.10),
                                          (2, 'NaN'::double, false, 'bcd', 'infinity'::date, null, 1.1),
                                          (3, 'inf'::double, null, '日本', null, timestamptz '2024-01-01 00:00:00+00', -2)) as t;
                    """;
            assertThat(engine.run(Shop.ID, MetricQuery.of(mixed).limit(1).exactTotals())
                            .metadata()
                            .columns())
                    .isEqualTo(engine.run(Shop.ID, MetricQuery.of(mixed))
                            .metadata()
                            .columns());
        }
    }

    /** {@code metrics 37}, {@code metrics 39}. */
    @Test
    void timeoutsAndFailures(@TempDir Path directory) throws SQLException {
        try (DuckDbSource source = DuckDbFiles.orders(directory)) {
            QueryEngine engine = Shop.engine(new DuckDbDialect(), source);
            QueryException timeout = catchThrowableOfType(
                    QueryException.class,
                    () -> engine.run(
                            Shop.ID,
                            MetricQuery.of("select sum(a.n * b.n) from range(10000000) a(n), range(1000000) b(n)")
                                    .timeout(Duration.ofMillis(200))));
            assertThat(timeout.kind()).isEqualTo(QueryException.Kind.TIMEOUT);
            assertThat(timeout.sqlState()).hasValue("57014");
            QueryException unknown = catchThrowableOfType(
                    QueryException.class, () -> engine.run(Shop.ID, MetricQuery.of("select no_such from orders")));
            assertThat(unknown.kind()).isEqualTo(QueryException.Kind.FAILED);
            assertThat(unknown.getMessage()).contains("no_such");
            QueryException syntax = catchThrowableOfType(
                    QueryException.class, () -> engine.run(Shop.ID, MetricQuery.of("select from where")));
            assertThat(syntax.sqlState()).hasValue("42601");
            QueryException value = catchThrowableOfType(
                    QueryException.class,
                    () -> engine.run(Shop.ID, MetricQuery.of("select region::int from orders where id = 1")));
            assertThat(value.getMessage()).contains("Conversion Error").doesNotContain("EMEA");
        }
    }

    /** CSV and Parquet files, in directories that the host names, and nowhere else. */
    @Test
    void files_areReadWhereTheHostSays(@TempDir Path directory) throws SQLException, IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Files.writeString(closed.resolve("secret.csv"), "a\n1\n");
        Files.writeString(open.resolve("weather.csv"), "station,day,celsius\nOslo,2025-01-01,-3.5\nOslo,2025-01-02,\n");
        try (Connection writer = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = writer.createStatement()) {
            statement.execute("copy (select n, 's' || n % 7 as s from range(1000) t(n)) to '"
                    + open.resolve("n.parquet") + "' (format parquet)");
        }
        try (DuckDbSource source = DuckDbSource.files(open)) {
            QueryEngine engine = Shop.engine(new DuckDbDialect(), source);
            assertThat(ColumnLine.of(engine.run(
                                    Shop.ID,
                                    MetricQuery.of("select station, day, celsius from read_csv('"
                                            + open.resolve("weather.csv") + "')"))
                            .metadata()))
                    .containsExactly(
                            "station | string / text | null | null | 1 | 0",
                            "day | date / date | \"2025-01-01\" | \"2025-01-02\" | 2 | 0",
                            "celsius | number / float8 | -3.5 | -3.5 | 1 | 1");
            assertThat(ColumnLine.of(engine.run(Shop.ID, MetricQuery.of("from '" + open.resolve("n.parquet") + "'"))
                            .metadata()))
                    .containsExactly(
                            "n | number / int8 | 0 | 999 | 1000 | 0", "s | string / text | null | null | 7 | 0");
            for (String sql : List.of(
                    "from read_csv('" + closed.resolve("secret.csv") + "')",
                    "from read_csv('" + open + "/../closed/secret.csv')",
                    "copy (select 1) to '" + open.resolve("written.csv") + "'",
                    "create table t as select 1")) {
                assertThat(catchThrowable(() -> engine.run(Shop.ID, MetricQuery.of(sql))))
                        .as(sql)
                        .isInstanceOf(QueryException.class);
            }
            assertThat(open.resolve("written.csv")).doesNotExist();
        }
    }

    @Test
    void enginesThatAreNotClosed_areRefused() throws SQLException {
        try (OneConnection one = new OneConnection(DriverManager.getConnection("jdbc:duckdb:"))) {
            QueryException refusal = catchThrowableOfType(
                    QueryException.class,
                    () -> Shop.engine(new DuckDbDialect(), one.dataSource()).run(Shop.ID, MetricQuery.of("select 1")));
            assertThat(refusal.kind()).isEqualTo(QueryException.Kind.SOURCE);
        }
    }

    private static String settings(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select concat_ws(' ', current_setting('enable_external_access'), current_setting('lock_configuration'), current_setting('TimeZone'))")) {
            row.next();
            return row.getString(1);
        }
    }
}
