package io.github.dbupgrader.metrics.query;

import java.util.List;

/** Queries that a filter by words would refuse, or a parser of another dialect could not read. */
final class LegitimateTexts {

    private LegitimateTexts() {}

    /** Understood by PostgreSQL and DuckDB alike. */
    static final List<String> COMMON = List.of(
            "select 1",
            "SELECT 1",
            "  \n\tselect 1",
            "select 1;",
            "select 1 ; ; -- the end",
            "select 1 -- trailing; comment",
            "-- leading; delete\nselect 1",
            "/* leading; drop */ select 1",
            "select /* nested /* ; */ delete */ 1",
            "(select 1)",
            "((select 1) union all (select 2))",
            "(select 1) union (select 2) order by 1",
            "values (1, 'a'), (2, 'b')",
            "with a as (select 1 as x) select * from a",
            "with a(x) as (select 1) select x from a",
            "with a as materialized (select 1 as x) select * from a",
            "with a as not materialized (select 1 as x) select * from a",
            "with a as (select 1 as x), b as (select x + 1 as y from a) select * from a, b",
            "with recursive r(n) as (select 1 union all select n + 1 from r where n < 5) select * from r",
            "with a as (values (1)) select * from a",
            "with a as (with b as (select 1 as x) select * from b) select * from a",
            "select 'delete from t; drop table t'",
            "select 'it''s; an update'",
            "select ';'",
            "select '--', '/*', '*/', '$$'",
            "select $$insert; update 'x' \"y\"$$",
            "select $tag$ $$; delete $tag$",
            "select E'back\\\\slash; delete'",
            "select 1 as \"delete\", 2 as \"update; x\", 3 as \"a\"\"b;\"",
            "select 1 as \"select\", 2 as \"Región · 地域\", 3 as \"🧾\"",
            "select 1 as for_update, 2 as updated_at, 3 as deleted, 4 as into_account",
            "select x.deleted from (select true as deleted) as x",
            "select count(*) filter (where n > 1) from (select 1 as n union all select 2) q",
            "select n, row_number() over (partition by n order by n desc) from (values (1), (2)) as v(n)",
            "select 1 where 1 < 2 and 2 > 1 and 1 <> 2 and 3 <= 4",
            "select 7 % 3, -1, 2 ^ 3",
            "select '5'::int + cast('6' as integer)",
            "select timestamp '2025-01-01 12:30:00', date '2025-01-01', interval '1' day",
            "select extract(year from date '2025-01-01')",
            "select substring('update' from 1 for 2)",
            "select case when 1 = 1 then 'commit' else 'rollback' end",
            "select coalesce(null, 'grant'), nullif(1, 1)",
            "select 'a' || 'b' like 'a%', 'x' not in ('y', 'z')",
            "select * from (select 1 as a, 2 as b) as t(x, y)",
            "select 1 as top, 2 as \"limit\"",
            "select distinct n from (values (1), (1)) as v(n) order by n limit 10 offset 0",
            "select 1 union select 2 except select 3",
            "select exists (select 1), 1 in (select 1)",
            "select sum(n) from (values (1), (2)) as v(n) group by n having sum(n) > 0",
            "select 'Straße', 'İstanbul', 'ı', 'e\u0301', '日本'",
            "select 1 as execute, 2 as truncate, 3 as copy");

    /** PostgreSQL's own. */
    static final List<String> POSTGRES = List.of(
            "table shop.orders",
            "select '{\"a\": 1}'::jsonb ? 'a'",
            "select '{\"a\": 1}'::jsonb ?| array['a', 'b'], '{\"a\": 1}'::jsonb ?& array['a']",
            "select '{\"a\": {\"b\": 1}}'::jsonb #>> '{a,b}', '[1]'::jsonb @> '1'",
            "select '12:30'::time, ':name', '<name>', (array[1, 2, 3])[1:2]",
            "select '{fn now()}', array[[1, 2], [3, 4]]",
            "select * from shop.orders as o where o.status = 'paid'::shop.order_status",
            "select o.extra -> 'k', o.extra ->> 'k' from shop.orders as o",
            "select o.tags[1], unnest(o.tags) from shop.orders as o",
            "select date_trunc('month', o.placed_at at time zone 'UTC')::date as month_start from shop.orders as o group by 1",
            "select * from shop.orders o cross join lateral (select o.amount * 2 as double_amount) x",
            "select percentile_cont(0.5) within group (order by amount) from shop.orders",
            "select grouping(region), region, sum(amount) from shop.orders group by rollup (region)",
            "select string_agg(region, ';' order by region) from shop.orders",
            "select * from generate_series('2025-01-01'::timestamptz, '2025-01-03', '1 day') as day",
            "with t as (select region from shop.orders) select region from t search_path where region ~* '^e'",
            "select U&'d\\0061t\\+000061', B'101', X'1F', N'text'",
            "select 1::numeric(10, 2), '1.5e3'::float8, 0.1::real, 1e-3",
            "select x from xmltable('/r/i' passing ('<r><i>1</i></r>'::xml) columns x int path '.')",
            "select json_build_object('delete', 1), to_jsonb(o) from shop.orders as o",
            "select amount from shop.orders order by amount using < fetch first 2 rows only",
            "select as_of.update from (select 1 as update) as as_of");
}
