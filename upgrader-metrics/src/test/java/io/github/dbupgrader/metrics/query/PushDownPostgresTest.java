package io.github.dbupgrader.metrics.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 8.5: the engine's aggregates tell the same as the rows. */
@DatabaseTest
class PushDownPostgresTest {

    @Test
    void totals_areThoseOfTheRows(TestDatabase database) {
        Shop.create(database);
        QueryEngine engine = Shop.engine(database);
        for (String sql : List.of(
                "select * from shop.orders order by order_id",
                "select * from shop.orders -- a comment; with a semicolon",
                "select region, region, 1, 2 from shop.orders ; ",
                "with o as (select * from shop.orders) select region, sum(amount) from o group by 1 order by 2",
                "select '{\"a\":1}'::json, '<a/>'::xml, '(1,2)'::point, '1 day'::interval, 'x'::char(3), null from shop.orders",
                "values (1, 'a'), (2, 'b'), (null, 'ccc')",
                "table shop.orders",
                "select case when order_id < 3 then 'NaN' else '0.1' end::float4, 'infinity'::timestamp, 'Infinity'::numeric from shop.orders",
                "select order_id from shop.orders order by 1 desc")) {
            var streamed = engine.run(Shop.ID, MetricQuery.of(sql)).metadata();
            QueryResult result =
                    engine.run(Shop.ID, MetricQuery.of(sql).limit(1).exactTotals());
            assertThat(result.rows()).as(sql).hasSize(1);
            assertThat(result.hasMore()).as(sql).isTrue();
            assertThat(result.metadata().fact("source").textValue()).as(sql).isEqualTo("pushdown");
            assertThat(result.metadata().columns()).as(sql).isEqualTo(streamed.columns());
            assertThat(result.metadata().rowCount()).as(sql).isEqualTo(streamed.rowCount());
        }
    }

    @Test
    void totals_thatTakeTooLong_leaveWhatTheRowsTold(TestDatabase database) {
        QueryResult result = Shop.engine(database)
                .run(
                        Shop.ID,
                        MetricQuery.of(
                                        "select n, pg_sleep(case when n > 1010 then 1 else 0 end)::text from generate_series(1, 3000) n")
                                .limit(10)
                                .exactTotals()
                                .timeout(Duration.ofMillis(1_500)));
        assertThat(result.rows()).hasSize(10);
        assertThat(result.metadata().fact("source").textValue()).isEqualTo("stream");
        assertThat(result.metadata().fact("truncated").booleanValue()).isTrue();
        assertThat(result.metadata().rowCount()).hasValue(10);
    }

    @Test
    void totals_ofACompleteResult_areNotAskedFor(TestDatabase database) {
        QueryResult result =
                Shop.engine(database).run(Shop.ID, MetricQuery.of("select 1").exactTotals());
        assertThat(result.metadata().fact("source").textValue()).isEqualTo("stream");
        assertThat(result.metadata().fact("truncated").booleanValue()).isFalse();
    }
}
