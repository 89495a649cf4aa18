package io.github.dbupgrader.metrics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine gets that has nothing but a name: plain JDBC, standard SQL. */
@DatabaseTest
class DialectTest {

    /** All that another engine needs at least. */
    private static final class PlainDialect implements Dialect {
        @Override
        public String name() {
            return "plain JDBC";
        }
    }

    @Test
    void defaults_areEnoughToQuery(TestDatabase database) {
        Shop.create(database);
        QueryEngine engine = Shop.engine(new PlainDialect(), database.dataSource());
        QueryResult result = engine.run(
                Shop.ID,
                MetricQuery.of(
                        "select order_id, placed_at::timestamp as placed, due_on, region, amount, weight_kg, receipt"
                                + " from shop.orders where order_id < 3 order by 1"));
        assertThat(ColumnLine.of(result.metadata()))
                .containsExactly(
                        "order_id | number / int8 | 1 | 2 | 2 | 0",
                        "placed | date / timestamp | " + at(result, 0, 1) + " | " + at(result, 1, 1) + " | 2 | 0",
                        "due_on | date / date | \"2025-01-20\" | \"2025-01-20\" | 1 | 1",
                        "region | string / varchar | null | null | 2 | 0",
                        "amount | number / numeric | 0.00 | 120.50 | 2 | 0",
                        "weight_kg | number / float8 | 1.5 | 1.5 | 1 | 1",
                        "receipt | other / bytea | null | null | 1 | 1");
        QueryResult cut = engine.run(
                Shop.ID,
                MetricQuery.of("select order_id, amount, region from shop.orders")
                        .limit(2)
                        .exactTotals());
        assertThat(cut.rows()).hasSize(2);
        assertThat(cut.metadata().fact("total_rows").longValue()).isEqualTo(6);
        assertThat(catchThrowableOfType(
                                QueryException.class,
                                () -> engine.run(Shop.ID, MetricQuery.of("delete from shop.orders")))
                        .kind())
                .isEqualTo(QueryException.Kind.REFUSED);
        assertThat(catchThrowableOfType(
                                QueryException.class,
                                () -> engine.run(Shop.ID, MetricQuery.of("select nextval('shop.orders_order_id_seq')")))
                        .sqlState())
                .hasValue("25006");
    }

    /** {@code metrics 39}: errors about data, and those of routines, which may quote data, too. */
    @ParameterizedTest
    @ValueSource(strings = {"22000", "23505", "38000", "39000"})
    void describe_errorThatMayQuoteData_isMasked(String state) {
        assertThat(new PlainDialect().describe(new SQLException("the region \"EMEA\" is odd", state)))
                .isEqualTo(new DatabaseError("the region \"…\" is odd", state, 0));
    }

    private static String at(QueryResult result, int row, int column) {
        return result.rows().get(row).get(column).toString();
    }
}
