package io.github.dbupgrader.metrics.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.metrics.model.DataMetadata;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The per-type table against DuckDB. */
class DuckDbTypesTest {

    /** {@code metrics 16}, {@code metrics 17}, {@code metrics 18}, {@code metrics 21}: one value of each type. */
    @Test
    void everyType(@TempDir Path directory) throws SQLException {
        try (DuckDbSource source = DuckDbFiles.orders(directory)) {
            QueryEngine engine = Shop.engine(new DuckDbDialect(), source);
            MetricQuery query = MetricQuery.of("""
                    select 1::tinyint as i1, 2::smallint as i2, 3::integer as i4, 4::bigint as i8, 5::utinyint as u1, 6::usmallint as u2,
                           7::uinteger as u4, 18446744073709551615::ubigint as u8, 170141183460469231731687303715884105727::hugeint as huge,
                           0.1::float as f4, '-0.0'::double as f8, 'NaN'::double as nan, 1.10::decimal(10, 2) as dec, true as b, 'x' as text,
                           date '2025-01-20' as d, '0044-03-15 (BC)'::date as bc, 'infinity'::date as forever, timestamp '2025-01-05 10:00:00.5' as ts,
                           timestamptz '2025-01-31 23:30:00-05' as tstz, time '12:30' as t, interval 1 day as iv,
                           'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid as u, '{"k": 1}'::json as j, '\\xDE\\xAD'::blob as bytes,
                           'open'::enum ('open', 'paid') as status, [1, 2] as list, {'a': 1} as struct, map {'a': 1} as map, null as nothing
                    """);
            DataMetadata metadata = engine.run(Shop.ID, query).metadata();
            assertThat(ColumnLine.of(metadata))
                    .containsExactly(
                            "i1 | number / int2 | 1 | 1 | 1 | 0",
                            "i2 | number / int2 | 2 | 2 | 1 | 0",
                            "i4 | number / int4 | 3 | 3 | 1 | 0",
                            "i8 | number / int8 | 4 | 4 | 1 | 0",
                            "u1 | number / int2 | 5 | 5 | 1 | 0",
                            "u2 | number / int4 | 6 | 6 | 1 | 0",
                            "u4 | number / int8 | 7 | 7 | 1 | 0",
                            "u8 | number / numeric | 18446744073709551615 | 18446744073709551615 | 1 | 0",
                            "huge | number / numeric | 170141183460469231731687303715884105727 | 170141183460469231731687303715884105727 | 1 | 0",
                            "f4 | number / float4 | 0.1 | 0.1 | 1 | 0",
                            "f8 | number / float8 | 0.0 | 0.0 | 1 | 0",
                            "nan | number / float8 | null | null | 1 | 0",
                            "dec | number / numeric | 1.10 | 1.10 | 1 | 0",
                            "b | boolean / bool | null | null | 1 | 0",
                            "text | string / text | null | null | 1 | 0",
                            "d | date / date | \"2025-01-20\" | \"2025-01-20\" | 1 | 0",
                            "bc | date / date | \"-0043-03-15\" | \"-0043-03-15\" | 1 | 0",
                            "forever | date / date | null | null | 1 | 0",
                            "ts | date / timestamp | \"2025-01-05T10:00:00.500000\" | \"2025-01-05T10:00:00.500000\" | 1 | 0",
                            "tstz | date / timestamptz | \"2025-02-01T04:30:00Z\" | \"2025-02-01T04:30:00Z\" | 1 | 0",
                            "t | other / time | null | null | 1 | 0",
                            "iv | other / interval | null | null | 1 | 0",
                            "u | string / uuid | null | null | 1 | 0",
                            "j | other / json | null | null | 1 | 0",
                            "bytes | other / bytea | null | null | 1 | 0",
                            "status | string / enum | null | null | 1 | 0",
                            "list | other / array | null | null | 1 | 0",
                            "struct | other / other | null | null | 1 | 0",
                            "map | other / other | null | null | 1 | 0",
                            "nothing | other / other | null | null | 0 | 1");
            Locale locale = Locale.getDefault();
            TimeZone zone = TimeZone.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("tr-TR"));
                TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
                assertThat(engine.run(Shop.ID, query).metadata().columns()).isEqualTo(metadata.columns());
            } finally {
                Locale.setDefault(locale);
                TimeZone.setDefault(zone);
            }
        }
    }

    /** E11 as a table of DuckDB: {@code metrics 15}, {@code metrics 18}, {@code metrics 19}, {@code metrics 22}. */
    @Test
    void everyTypeOfTheFixture(@TempDir Path directory) throws SQLException {
        try (DuckDbSource source = DuckDbFiles.file(directory, ORDERS)) {
            DataMetadata metadata = Shop.engine(new DuckDbDialect(), source)
                    .run(Shop.ID, MetricQuery.of("select * from shop.orders order by order_id"))
                    .metadata();
            assertThat(ColumnLine.of(metadata))
                    .containsExactly(
                            "order_id | number / int8 | 1 | 6 | 6 | 0",
                            "placed_at | date / timestamptz | \"2025-01-05T10:00:00Z\" | \"2025-03-31T22:00:00Z\" | 6 | 0",
                            "due_on | date / date | \"-0043-03-15\" | \"2025-04-30\" | 5 | 1",
                            "status | string / enum | null | null | 3 | 0",
                            "region | string / text | null | null | 4 | 1",
                            "amount | number / numeric | -15.25 | 99999999.99 | 4 | 1",
                            "weight_kg | number / float8 | 0.0 | 1.5 | 4 | 1",
                            "gift | boolean / bool | null | null | 2 | 2",
                            "tags | other / array | null | null | 4 | 2",
                            "extra | other / json | null | null | 5 | 1",
                            "ref | string / uuid | null | null | 1 | 4",
                            "receipt | other / bytea | null | null | 2 | 4");
            assertThat(metadata.toJson().toString()).doesNotContain("NaN", "Infinity", "infinity");
        }
    }

    /** {@code metrics 18}: infinite times are set aside, in all units but seconds, of which the driver cannot read them. */
    @Test
    void infiniteTimes_areSetAside(@TempDir Path directory) throws SQLException {
        try (DuckDbSource source = DuckDbFiles.orders(directory)) {
            QueryEngine engine = Shop.engine(new DuckDbDialect(), source);
            for (String type : new String[] {"timestamp", "timestamp_ms", "timestamp_ns", "timestamptz", "date"}) {
                QueryResult result = engine.run(
                        Shop.ID,
                        MetricQuery.of("select v::" + type
                                + " as v from (values ('infinity'), ('-infinity'), ('2025-01-05'), (null)) as t(v)"));
                String day =
                        type.equals("date") ? "2025-01-05" : "2025-01-05T00:00:00" + (type.endsWith("tz") ? "Z" : "");
                assertThat(result.rows().toString())
                        .as(type)
                        .isEqualTo("[[\"infinity\"], [\"-infinity\"], [\"" + day + "\"], [null]]");
                assertThat(ColumnLine.of(result.metadata()))
                        .as(type)
                        .containsExactly("v | date / " + (type.startsWith("timestamp_") ? "timestamp" : type) + " | \""
                                + day + "\" | \"" + day + "\" | 3 | 1");
                assertThat(result.metadata()
                                .columns()
                                .get(0)
                                .fact("non_finite_count")
                                .longValue())
                        .as(type)
                        .isEqualTo(2);
            }
        }
    }

    private static final String[] ORDERS = {
        "create schema shop", "create type order_status as enum ('open', 'paid', 'void')", """
        create table shop.orders(
          order_id bigint, placed_at timestamptz, due_on date, status order_status, region varchar, amount decimal(12, 2),
          weight_kg double, gift boolean, tags varchar[], extra json, ref uuid, receipt blob)""", """
        insert into shop.orders values
        (1, '2025-01-05 10:00:00+00', '2025-01-20', 'paid', 'EMEA', 120.50, 1.5, true, ['a', 'b'], '{"k":1}',
         'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '\\xDE\\xAD'),
        (2, '2025-01-31 23:30:00-05', null, 'paid', 'emea', 0.00, null, false, [], 'null', null, null),
        (3, '2025-02-10 08:00:00+00', 'infinity', 'open', null, -15.25, 'NaN', null, null, null, null, ''),
        (4, '2025-02-10 08:00:00+09', '2025-03-01', 'void', 'APAC', 99999999.99, '-0.0', true, ['a', null], '{"k":"ü"}',
         'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', null),
        (5, '2025-03-01 00:00:00+00', '0044-03-15 (BC)', 'paid', 'EMEA', null, 0.0, null, null, '[1,2]', null, null),
        (6, '2025-03-31 22:00:00+00', '2025-04-30', 'open', '日本', 120.50, 'Infinity', false, ['Z'], '"x"', null, null)"""
    };
}
