package io.github.dbupgrader.metrics.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.ColumnMetadata;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** The per-type table against PostgreSQL: {@code metrics 11} to {@code metrics 22}. */
@DatabaseTest
class PostgresTypesTest {
    private static final String ALL_ORDERS = "select * from shop.orders order by order_id";

    private static final List<String> E11 = List.of(
            "order_id | number / int8 | 1 | 6 | 6 | 0",
            "placed_at | date / timestamptz | \"2025-01-05T10:00:00Z\" | \"2025-03-31T22:00:00Z\" | 6 | 0",
            "due_on | date / date | \"-0043-03-15\" | \"2025-04-30\" | 5 | 1",
            "status | string / enum | null | null | 3 | 0",
            "region | string / text | null | null | 4 | 1",
            "amount | number / numeric | -15.25 | 99999999.99 | 4 | 1",
            "weight_kg | number / float8 | 0.0 | 1.5 | 4 | 1",
            "gift | boolean / bool | null | null | 2 | 2",
            "tags | other / array | null | null | 4 | 2",
            "extra | other / jsonb | null | null | 5 | 1",
            "ref | string / uuid | null | null | 1 | 4",
            "receipt | other / bytea | null | null | 2 | 4");

    /** E11; {@code metrics 15}, {@code metrics 16}, {@code metrics 18}, {@code metrics 19}, {@code metrics 22}. */
    @Test
    void everyTypeOfTheFixture(TestDatabase database) {
        Shop.create(database);
        DataMetadata metadata =
                Shop.engine(database).run(Shop.ID, MetricQuery.of(ALL_ORDERS)).metadata();
        assertThat(ColumnLine.of(metadata)).isEqualTo(E11);
        assertThat(metadata.columnCount()).isEqualTo(12);
        assertThat(metadata.rowCount()).hasValue(6);
        assertThat(column(metadata, "weight_kg").fact("non_finite_count").longValue())
                .isEqualTo(2);
        assertThat(column(metadata, "due_on").fact("non_finite_count").longValue())
                .isEqualTo(1);
        assertThat(column(metadata, "gift").fact("true_count").longValue()).isEqualTo(2);
        assertThat(column(metadata, "region").fact("min_length").longValue()).isEqualTo(2);
        assertThat(column(metadata, "amount").fact("precision").longValue()).isEqualTo(12);
        assertThat(column(metadata, "amount").fact("scale").longValue()).isEqualTo(2);
        assertThat(metadata.toJson().toString()).doesNotContain("NaN", "Infinity", "infinity");
    }

    /** {@code metrics 21}: the JVM's locale and zone, and the session's zone, change nothing. */
    @Test
    void everyType_whereTheJvmIsElsewhere(TestDatabase database) {
        Shop.create(database);
        List<Map<String, JsonNode>> rows =
                Shop.engine(database).run(Shop.ID, MetricQuery.of(ALL_ORDERS)).rowObjects();
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            QueryEngine engine = Shop.engine(database);
            QueryResult result = engine.run(Shop.ID, MetricQuery.of(ALL_ORDERS));
            assertThat(ColumnLine.of(result.metadata())).isEqualTo(E11);
            assertThat(result.rowObjects()).isEqualTo(rows);
            assertThat(one(engine, "select placed_at::date as d from shop.orders where order_id = 2")
                            .toString())
                    .isEqualTo("\"2025-02-01\"");
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    /** {@code metrics 17}, {@code metrics 19}, {@code metrics 20}, and the types that the fixture has not. */
    @Test
    void otherTypes(TestDatabase database) {
        database.execute("create domain quantity as int check (value > 0); create type pair as (a int, b int);"
                + " create table numbered(s smallserial, i serial, b bigserial, g int generated always as identity);"
                + " insert into numbered values (default, default, default, default)");
        QueryEngine engine = Shop.engine(database);
        assertThat(ColumnLine.of(engine.run(Shop.ID, MetricQuery.of("select * from numbered"))
                        .metadata()))
                .containsExactly(
                        "s | number / int2 | 1 | 1 | 1 | 0",
                        "i | number / int4 | 1 | 1 | 1 | 0",
                        "b | number / int8 | 1 | 1 | 1 | 0",
                        "g | number / int4 | 1 | 1 | 1 | 0");
        assertThat(ColumnLine.of(engine.run(Shop.ID, MetricQuery.of("""
                        select v::quantity as domain, v::int8 * 9223372036854775807 as int8, (v || '.10')::numeric as numeric,
                               123456789012345678901234567890.123456789 * v as big, 0.1::float4 as float4, '-0'::float8 as zero,
                               'NaN'::numeric as nan, 'x'::varchar(5) as varchar, 'x'::char(3) as char, 'literal' as literal,
                               null as nothing, '12:30'::time as time, '12:30+02'::timetz as timetz, '1 day'::interval as interval,
                               '{"b":1, "a":2}'::json as json, '<a/>'::xml as xml, '(1,2)'::point as point, '10.0.0.1'::inet as inet,
                               '[1,5)'::int4range as range, row(1, 2)::pair as pair, b'101' as bits, 12.5::money as money,
                               timestamp '2025-01-01 00:00:00.5' as fraction, timestamp 'infinity' as never,
                               date '10000-01-01' as far, timestamptz '-infinity' as past, 1::oid as oid, 'n'::name as name
                        from (values (1)) as t(v)""")).metadata()))
                .containsExactly(
                        "domain | number / int4 | 1 | 1 | 1 | 0",
                        "int8 | number / int8 | 9223372036854775807 | 9223372036854775807 | 1 | 0",
                        "numeric | number / numeric | 1.10 | 1.10 | 1 | 0",
                        "big | number / numeric | 123456789012345678901234567890.123456789 | 123456789012345678901234567890.123456789 | 1 | 0",
                        "float4 | number / float4 | 0.1 | 0.1 | 1 | 0",
                        "zero | number / float8 | 0.0 | 0.0 | 1 | 0",
                        "nan | number / numeric | null | null | 1 | 0",
                        "varchar | string / varchar | null | null | 1 | 0",
                        "char | string / bpchar | null | null | 1 | 0",
                        "literal | string / text | null | null | 1 | 0",
                        "nothing | string / text | null | null | 0 | 1",
                        "time | other / time | null | null | 1 | 0",
                        "timetz | other / timetz | null | null | 1 | 0",
                        "interval | other / interval | null | null | 1 | 0",
                        "json | other / json | null | null | 1 | 0",
                        "xml | other / other | null | null | 1 | 0",
                        "point | other / other | null | null | 1 | 0",
                        "inet | other / other | null | null | 1 | 0",
                        "range | other / other | null | null | 1 | 0",
                        "pair | other / other | null | null | 1 | 0",
                        "bits | other / other | null | null | 1 | 0",
                        "money | other / other | null | null | 1 | 0",
                        "fraction | date / timestamp | \"2025-01-01T00:00:00.500000\" | \"2025-01-01T00:00:00.500000\" | 1 | 0",
                        "never | date / timestamp | null | null | 1 | 0",
                        "far | date / date | \"+10000-01-01\" | \"+10000-01-01\" | 1 | 0",
                        "past | date / timestamptz | null | null | 1 | 0",
                        "oid | other / other | null | null | 1 | 0",
                        "name | string / text | null | null | 1 | 0");
    }

    /** {@code metrics 22}: as {@code count(distinct)} counts. */
    @Test
    void distinctValues_areThoseOfTheEngine(TestDatabase database) {
        QueryEngine engine = Shop.engine(database);
        Map<String, String> columns = Map.of(
                "numeric", "(1.0), (1.00), (1), (null), ('NaN'), ('NaN'), (2.50), (2.5)",
                "float8", "(0.0), ('-0'), ('NaN'), ('NaN'), ('Infinity'), (null), (1.5)",
                "timestamptz", "('2025-01-01 00:00+00'), ('2025-01-01 05:30+05:30'), ('2025-01-01 00:00+01'), (null)",
                "text", "('EMEA'), ('emea'), ('é'), (U&'e\\0301'), (''), (null), ('a '), ('a')",
                "char(4)", "('a'), ('a '), ('b'), (null)",
                "jsonb", "('{\"a\":1,\"b\":2}'), ('{\"b\":2, \"a\":1}'), ('null'), (null), ('1')",
                "bytea", "('\\xDEAD'), ('\\xdead'), ('\\x'), (null)",
                "uuid", "('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'), ('a0eebc999c0b4ef8bb6d6bb9bd380a11'), (null)",
                "bool", "(true), ('yes'), (false), (null)");
        columns.forEach((type, values) -> {
            String rows = "(select v::" + type + " as v from (values "
                    + values.replaceAll("\\(([^()]+)\\)", "($1::" + type + ")") + ") as t(v)) as q";
            long expected = database.queryLong("select count(distinct v) from " + rows);
            ColumnMetadata column = engine.run(Shop.ID, MetricQuery.of("select v from " + rows))
                    .metadata()
                    .columns()
                    .get(0);
            assertThat(column.uniqueValues()).as(type).hasValue(expected);
        });
    }

    /** E10; {@code metrics 13}, {@code metrics 14}: types do not depend on rows. */
    @Test
    void emptyAndNullResults_haveTheSameTypes(TestDatabase database) {
        Shop.create(database);
        QueryEngine engine = Shop.engine(database);
        DataMetadata empty = engine.run(
                        Shop.ID,
                        MetricQuery.of(
                                "select o.region, o.amount, o.placed_at from shop.orders as o where o.amount > 1e12"))
                .metadata();
        assertThat(empty.rowCount()).hasValue(0);
        assertThat(ColumnLine.of(empty))
                .containsExactly(
                        "region | string / text | null | null | 0 | 0",
                        "amount | number / numeric | null | null | 0 | 0",
                        "placed_at | date / timestamptz | null | null | 0 | 0");
        DataMetadata all = engine.run(Shop.ID, MetricQuery.of(ALL_ORDERS)).metadata();
        DataMetadata none = engine.run(Shop.ID, MetricQuery.of("select * from shop.orders where false"))
                .metadata();
        DataMetadata nulls = engine.run(
                        Shop.ID,
                        MetricQuery.of("select o.* from (values (1)) as one left join shop.orders as o on false"))
                .metadata();
        assertThat(types(none)).isEqualTo(types(all));
        assertThat(types(nulls)).isEqualTo(types(all));
        assertThat(nulls.columns()).allSatisfy(column -> {
            assertThat(column.minValue().isNull()).isTrue();
            assertThat(column.uniqueValues()).hasValue(0);
        });
    }

    /** {@code metrics 12}, {@code metrics 14}: the two switches for readers of the first days. */
    @Test
    void switches_giveWhatTheFirstReadersKnow(TestDatabase database) {
        Shop.create(database);
        QueryEngine engine = QueryEngine.builder(
                        DataSources.of(Map.of(Shop.ID, new SqlSource(new PostgresDialect(), database.dataSource()))))
                .strictTypes()
                .noColumnsWithoutRows()
                .build();
        assertThat(ColumnLine.of(engine.run(Shop.ID, MetricQuery.of(ALL_ORDERS)).metadata()))
                .containsExactly(
                        "order_id | number / int8 | 1 | 6 | 6 | 0",
                        "placed_at | date / timestamptz | \"2025-01-05T10:00:00Z\" | \"2025-03-31T22:00:00Z\" | 6 | 0",
                        "due_on | date / date | \"-0043-03-15\" | \"2025-04-30\" | 5 | 1",
                        "status | string / text | null | null | 3 | 0",
                        "region | string / text | null | null | 4 | 1",
                        "amount | number / float8 | -15.25 | 99999999.99 | 4 | 1",
                        "weight_kg | number / float8 | 0.0 | 1.5 | 4 | 1",
                        "gift | boolean / bool | null | null | 2 | 2",
                        "tags | other / other | null | null | 4 | 2",
                        "extra | other / other | null | null | 5 | 1",
                        "ref | other / other | null | null | 1 | 4",
                        "receipt | other / other | null | null | 2 | 4");
        QueryResult empty = engine.run(Shop.ID, MetricQuery.of("select * from shop.orders where false"));
        assertThat(empty.names()).hasSize(12);
        assertThat(empty.metadata().columnCount()).isZero();
        assertThat(empty.metadata().rowCount()).hasValue(0);
        assertThat(engine.run(Shop.ID, MetricQuery.of("select 1 as n"))
                        .metadata()
                        .columnCount())
                .isEqualTo(1);
    }

    /** {@code metrics 20}: an extreme is one of the values, character for character. */
    @Test
    void extremes_areValuesOfTheRows(TestDatabase database) {
        Shop.create(database);
        QueryResult result = Shop.engine(database).run(Shop.ID, MetricQuery.of(ALL_ORDERS));
        for (ColumnMetadata column : result.metadata().columns()) {
            List<JsonNode> values = result.rowObjects().stream()
                    .map(row -> row.get(column.name()))
                    .toList();
            if (!column.minValue().isNull()) {
                assertThat(values.stream().map(JsonNode::toString))
                        .contains(
                                column.minValue().toString(), column.maxValue().toString());
            }
        }
    }

    private static List<String> types(DataMetadata metadata) {
        return metadata.columns().stream()
                .map(column -> column.name() + column.simpleType() + column.type())
                .toList();
    }

    private static ColumnMetadata column(DataMetadata metadata, String name) {
        return metadata.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode one(QueryEngine engine, String sql) {
        return engine.run(Shop.ID, MetricQuery.of(sql)).rows().get(0).get(0);
    }
}
