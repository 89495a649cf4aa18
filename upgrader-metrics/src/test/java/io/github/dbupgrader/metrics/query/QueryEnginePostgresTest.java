package io.github.dbupgrader.metrics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbupgrader.metrics.model.ColumnMetadata;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.profile.SqlHash;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows and metadata together, within limits: {@code metrics 25} to {@code metrics 39}. */
@DatabaseTest
class QueryEnginePostgresTest {
    // E13
    private static final String MANY = "select g as n, 'v' || (g % 20000) as v from generate_series(1, 200000) as g";

    /** E1, E2, E3, E6; {@code metrics 29}: the specification's examples, as stated. */
    @Test
    void examples_haveTheirStatedResults(TestDatabase database) {
        Shop.create(database);
        QueryEngine engine = Shop.engine(database);
        QueryResult e1 = engine.run(Shop.ID, MetricQuery.of("""
                select o.region as region, sum(o.amount) as total_amount
                from shop.orders as o
                where o.status = 'paid'
                group by o.region
                order by total_amount desc nulls last
                """));
        assertThat(e1.rows().toString()).isEqualTo("[[\"EMEA\", 120.50], [\"emea\", 0.00]]");
        assertThat(ColumnLine.of(e1.metadata()))
                .containsExactly(
                        "region | string / text | null | null | 2 | 0",
                        "total_amount | number / numeric | 0.00 | 120.50 | 2 | 0");
        QueryResult e2 = engine.run(Shop.ID, MetricQuery.of("""
                with monthly as (   -- it's "UTC": don't touch; # not a YAML comment
                  select date_trunc('month', o.placed_at at time zone 'UTC') as month_start,
                         o.amount
                  from shop.orders as o

                )
                select m.month_start::date as month_start, count(*) as orders, sum(m.amount) as revenue
                from monthly as m
                group by 1
                order by 1 -- last line is a comment
                """));
        assertThat(ColumnLine.of(e2.metadata()))
                .containsExactly(
                        "month_start | date / date | \"2025-01-01\" | \"2025-03-01\" | 3 | 0",
                        "orders | number / int8 | 1 | 3 | 3 | 0",
                        "revenue | number / numeric | 120.50 | 99999984.74 | 2 | 0");
        assertThat(ColumnLine.of(engine.run(Shop.ID, MetricQuery.of("select count(*) as n from shop.orders"))
                        .metadata()))
                .containsExactly("n | number / int8 | 6 | 6 | 1 | 0");
        QueryResult e6 = engine.run(Shop.ID, MetricQuery.of("""
                select coalesce(o.region, '(ohne)') as "Región · 地域", count(*) as "Anzahl 🧾", sum(o.amount) as "Umsatz (€)"
                from shop.orders as o group by 1 order by 2 desc, 1
                """));
        assertThat(e6.names()).containsExactly("Región · 地域", "Anzahl 🧾", "Umsatz (€)");
        assertThat(e6.metadata().columns().stream().map(ColumnMetadata::name)).isEqualTo(e6.names());
        assertThat(e6.metadata().columns().stream()
                        .map(column -> column.uniqueValues().getAsLong()))
                .containsExactly(5L, 2L, 4L);
    }

    /** E13; {@code metrics 23}, {@code metrics 30}, {@code metrics 31}. */
    @Test
    void largeResults_areCutOrEstimatedOrTotalled(TestDatabase database) {
        QueryEngine engine = Shop.engine(database);
        QueryResult cut = engine.run(Shop.ID, MetricQuery.of(MANY));
        assertThat(cut.rows()).hasSize(5_000);
        assertThat(cut.hasMore()).isTrue();
        assertThat(cut.metadata().rowCount()).hasValue(5_000);
        assertThat(cut.metadata().fact("truncated").booleanValue()).isTrue();
        assertThat(cut.metadata().fact("profiled_rows").longValue()).isEqualTo(5_000);
        assertThat(cut.metadata().fact("total_rows").isMissingNode()).isTrue();
        assertThat(cut.metadata().columns().get(0).maxValue().longValue()).isEqualTo(5_000);

        DataMetadata total =
                engine.run(Shop.ID, MetricQuery.of(MANY).exactTotals()).metadata();
        assertThat(total.fact("source").textValue()).isEqualTo("pushdown");
        assertThat(total.fact("total_rows").longValue()).isEqualTo(200_000);
        assertThat(total.fact("truncated").booleanValue()).isFalse();
        assertThat(total.columns().get(0).maxValue().longValue()).isEqualTo(200_000);
        assertThat(total.columns().get(1).uniqueValues()).hasValue(20_000);

        QueryResult streamed = engine.run(Shop.ID, MetricQuery.of(MANY).withoutRows());
        assertThat(streamed.rows()).isEmpty();
        assertThat(streamed.hasMore()).isFalse();
        assertThat(streamed.metadata().rowCount()).hasValue(200_000);
        ColumnMetadata v = streamed.metadata().columns().get(1);
        assertThat(v.fact("unique_is_exact").booleanValue()).isFalse();
        assertThat(v.uniqueValues().getAsLong()).isCloseTo(20_000, Percentage.withPercentage(3));
    }

    /** {@code metrics 30} to {@code metrics 32}: the limit holds whatever the text looks like. */
    @Test
    void limits_hold(TestDatabase database) {
        QueryEngine engine = Shop.engine(database);
        for (String sql : List.of(
                "select n from generate_series(1, 3000) n",
                "with a as (select n from generate_series(1, 3000) n) select * from a",
                "select distinct n from generate_series(1, 3000) n order by n",
                "select n from generate_series(1, 2000) n union all select n from generate_series(1, 2000) n",
                "select n as top, 'limit 1' as \"limit\" from generate_series(1, 3000) n",
                "select n from generate_series(1, 3000) n limit 2500")) {
            for (int limit : new int[] {1, 999, 1000, 1001, 2499}) {
                QueryResult result = engine.run(Shop.ID, MetricQuery.of(sql).limit(limit));
                assertThat(result.rows()).as(sql).hasSize(limit);
                assertThat(result.hasMore()).as(sql).isTrue();
                assertThat(result.metadata().rowCount()).as(sql).hasValue(limit);
            }
        }
        QueryResult exact = engine.run(
                Shop.ID,
                MetricQuery.of("select n from generate_series(1, 1000) n").limit(1000));
        assertThat(exact.rows()).hasSize(1000);
        assertThat(exact.hasMore()).isFalse();
        assertThat(exact.metadata().fact("truncated").booleanValue()).isFalse();
        assertThat(exact.metadata().fact("row_limit").intValue()).isEqualTo(1000);
        assertThat(exact.metadata().fact("total_rows").intValue()).isEqualTo(1000);
        QueryException tooLarge = catchThrowableOfType(
                QueryException.class,
                () -> engine.run(Shop.ID, MetricQuery.of("select 1").limit(100_001)));
        assertThat(tooLarge.kind()).isEqualTo(QueryException.Kind.REFUSED);
    }

    /** {@code metrics 25}. */
    @Test
    void equalLabels_areToldApart(TestDatabase database) {
        QueryResult result = Shop.engine(database).run(Shop.ID, MetricQuery.of("select 1 as a, 2 as a, 4, 5"));
        assertThat(result.rowObjects().toString()).isEqualTo("[{a=1, a (2)=2, ?column?=4, ?column? (2)=5}]");
        assertThat(result.metadata().columns().stream().map(ColumnMetadata::name))
                .isEqualTo(result.names());
    }

    /** Section 8.3: what the metadata say of the query itself. */
    @Test
    void facts_ofTheQuery(TestDatabase database) {
        String sql = "select 1 as a  -- exactly so";
        DataMetadata metadata =
                Shop.engine(database).run(Shop.ID, MetricQuery.of(sql)).metadata();
        assertThat(metadata.fact("sql_hash").textValue()).isEqualTo(SqlHash.of(sql));
        assertThat(metadata.fact("data_source_id").textValue()).isEqualTo(Shop.ID.toString());
        assertThat(metadata.fact("source").textValue()).isEqualTo("stream");
        assertThat(metadata.fact("computed_at").textValue()).endsWith("Z");
        assertThat(metadata.fact("duration_ms").isIntegralNumber()).isTrue();
        assertThat(metadata.columns().get(0).fact("db_type").textValue()).isEqualTo("int4");
        assertThat(metadata.columns().get(0).fact("position").intValue()).isEqualTo(1);
    }

    /** {@code metrics 39}, E8. */
    @Test
    void failures_tellWhatTheEngineSaid(TestDatabase database) {
        Shop.create(database);
        QueryEngine engine = Shop.engine(database);
        QueryException unknown = failure(engine, "select o.no_such_column from shop.orders as o");
        assertThat(unknown.kind()).isEqualTo(QueryException.Kind.FAILED);
        assertThat(unknown.sqlState()).hasValue("42703");
        assertThat(unknown.position()).hasValue(8);
        assertThat(unknown).hasMessageContaining("column o.no_such_column does not exist");
        QueryException value = failure(engine, "select region::int from shop.orders order by region");
        assertThat(value.sqlState()).hasValue("22P02");
        assertThat(value.getMessage()).doesNotContain("APAC").contains("invalid input syntax for type integer: \"…\"");
        QueryException late = failure(engine, "select 1 / (n - 2000) from generate_series(1, 3000) n");
        assertThat(late.sqlState()).hasValue("22012");
        assertThat(late.position()).isEmpty();
    }

    /** {@code metrics 35}: a lock is not waited for beyond its time. */
    @Test
    void lockedTables_areNotWaitedFor(TestDatabase database) throws Exception {
        Shop.create(database);
        QueryEngine engine = QueryEngine.builder(
                        DataSources.of(Map.of(Shop.ID, new SqlSource(new PostgresDialect(), database.dataSource()))))
                .lockTimeout(Duration.ofMillis(100))
                .build();
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table shop.orders in access exclusive mode");
            assertThat(failure(engine, "select * from shop.orders").sqlState()).hasValue("55P03");
        }
    }

    @Test
    void cancellation_endsAQuery(TestDatabase database) {
        QueryEngine engine = Shop.engine(database);
        QueryCancellation cancellation = new QueryCancellation();
        MetricQuery query = MetricQuery.of("select pg_sleep(3600)").cancelledBy(cancellation);
        CompletableFuture<QueryResult> running = CompletableFuture.supplyAsync(() -> engine.run(Shop.ID, query));
        database.await("the query runs", "wait_event = 'PgSleep'");
        cancellation.cancel();
        QueryException end = (QueryException)
                catchThrowableOfType(CompletionException.class, running::join).getCause();
        assertThat(end.kind()).isEqualTo(QueryException.Kind.CANCELLED);
        assertThat(end.sqlState()).hasValue("57014");
        assertThat(cancellation.isCancelled()).isTrue();
        QueryException later = catchThrowableOfType(QueryException.class, () -> engine.run(Shop.ID, query));
        assertThat(later.kind()).isEqualTo(QueryException.Kind.CANCELLED);
    }

    /** {@code metrics 39}: no credentials in texts. */
    @Test
    void sources_thatAreNotThere(TestDatabase database) {
        QueryEngine engine = Shop.engine(database);
        UUID unknown = UUID.fromString("00000000-0000-0000-0000-000000000001");
        assertThat(catchThrowableOfType(QueryException.class, () -> engine.run(unknown, MetricQuery.of("select 1")))
                        .kind())
                .isEqualTo(QueryException.Kind.SOURCE);
        QueryEngine denied = Shop.engine(new PostgresDialect(), database.dataSource("nobody_with_a_secret_name"));
        QueryException unreachable =
                catchThrowableOfType(QueryException.class, () -> denied.run(Shop.ID, MetricQuery.of("select 1")));
        assertThat(unreachable.kind()).isEqualTo(QueryException.Kind.SOURCE);
        assertThat(unreachable.getMessage()).doesNotContain("nobody_with_a_secret_name");
        assertThat(new SqlSource(new PostgresDialect(), database.dataSource())).hasToString("SqlSource[PostgreSQL]");
    }

    /** {@code metrics 39}: a routine puts what it likes into its message, and into the state. */
    @ParameterizedTest
    @ValueSource(strings = {"22000", "23000", "38000", "39000", "P0001"})
    void failures_inRoutines_showNoValues(String state, TestDatabase database) {
        Shop.create(database);
        QueryEngine engine = Shop.engine(database);
        database.execute("""
                create function shop.fails(text) returns int language plpgsql as
                $$ begin raise exception 'the region "%%" is odd', $1 using errcode = '%s'; end $$""".formatted(state));
        QueryException failure = failure(engine, "select shop.fails(region) from shop.orders where region = 'EMEA'");
        assertThat(failure.sqlState()).hasValue(state);
        assertThat(failure.databaseMessage()).isEqualTo("the region \"…\" is odd");
        assertThat(failure.getMessage()).doesNotContain("EMEA");
    }

    private static QueryException failure(QueryEngine engine, String sql) {
        return catchThrowableOfType(QueryException.class, () -> engine.run(Shop.ID, MetricQuery.of(sql)));
    }
}
