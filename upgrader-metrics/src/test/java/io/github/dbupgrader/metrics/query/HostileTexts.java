package io.github.dbupgrader.metrics.query;

import java.util.List;

/** Texts that want more than to read, by the wall that is to stop them first. All are about the fixture {@code shop}. */
final class HostileTexts {

    private HostileTexts() {}

    /** Refused before they are sent. */
    static final List<String> REFUSED = List.of(
            // nothing
            "",
            "   \n\t ",
            "-- nothing",
            "/* nothing /* at all */ */",
            ";",
            ";;  ; -- done",
            // several statements
            "select 1; delete from shop.orders",
            "select 1; select 2",
            "select 1;; drop table shop.orders;",
            "commit; update shop.orders set gift = false; select 1",
            "select 1; commit; update shop.orders set gift = false",
            "set transaction read write; update shop.orders set gift = null; select 1",
            "select 1); delete from shop.orders; select (1",
            "select (1; delete from shop.orders)",
            "select 1 as q) as x; drop schema shop cascade; select * from (select 1",
            "select 'a\\'; delete from shop.orders; --'",
            "select $$ $$ ; drop table shop.orders; -- $$",
            "select $a$ $$ $a$; drop table shop.orders",
            "select 1 /* /* */ ; */; drop table shop.orders",
            "select 1 -- ; \n; drop table shop.orders",
            "select E'\\'' ; drop table shop.orders; --'",
            // other statements
            "insert into shop.orders(placed_at, status) values (now(), 'open')",
            "update shop.orders set gift = true",
            "delete from shop.orders",
            "truncate shop.orders",
            "merge into shop.orders o using (select 1) s on false when matched then delete",
            "drop table shop.orders",
            "create table shop.copy as select * from shop.orders",
            "create temporary table t as select 1",
            "alter table shop.orders add column x int",
            "explain analyze delete from shop.orders",
            "explain analyze select 1",
            "copy shop.orders to '/tmp/orders.csv'",
            "copy (select 1) to program 'touch /tmp/owned'",
            "do $$ begin delete from shop.orders; end $$",
            "call shop.nothing()",
            "set role postgres",
            "reset all",
            "show all",
            "lock table shop.orders",
            "listen orders",
            "notify orders",
            "prepare p as select 1",
            "execute p",
            "declare c cursor with hold for select 1",
            "vacuum shop.orders",
            "grant all on shop.orders to public",
            "load 'plpgsql'",
            "begin",
            "rollback",
            "savepoint s",
            "((delete from shop.orders returning *))",
            // change in or after WITH
            "with u as (update shop.orders set gift = true returning *) select * from u",
            "with d as materialized (delete from shop.orders returning *) select * from d",
            "with d as not materialized (delete from shop.orders returning *) select * from d",
            "with a as (select 1), i as (insert into shop.orders(placed_at, status) values (now(), 'open') returning 1) select 1",
            "with a as (select 1) delete from shop.orders",
            "with a(x) as (select 1) update shop.orders set gift = true",
            "with a as (select 1) insert into shop.orders(placed_at, status) select now(), 'open'",
            "select * from (with u as (update shop.orders set gift = true returning *) select * from u) q",
            "WITH U AS (/* x */ UPDATE shop.orders SET gift = true RETURNING *) TABLE u",
            // tables and locks
            "select * into shop.copy from shop.orders",
            "select 1 into temporary t",
            "select * from shop.orders for update",
            "select * from shop.orders for no key update",
            "select * from shop.orders for share nowait",
            "select * from shop.orders for key share skip locked",
            // functions that reach further
            "select pg_terminate_backend(pid) from pg_stat_activity",
            "select pg_catalog.pg_cancel_backend(pg_backend_pid())",
            "select \"pg_terminate_backend\"(pg_backend_pid())",
            "select PG_Terminate_Backend /* now */ (pg_backend_pid())",
            "select U&\"pg\\005fterminate\\005fbackend\"(pg_backend_pid())",
            "select pg_read_file('/etc/passwd')",
            "select * from pg_ls_dir('/')",
            "select pg_stat_file('/etc/passwd')",
            "select lo_import('/etc/passwd')",
            "select lo_export(1, '/tmp/x')",
            "select lo_from_bytea(0, 'x')",
            "select pg_advisory_lock(1)",
            "select pg_try_advisory_lock(1)",
            "select set_config('transaction_read_only', 'off', false)",
            "select set_config('statement_timeout', '0', false)",
            "select set_config('role', 'postgres', false)",
            "select pg_notify('orders', 'x')",
            "select pg_reload_conf()",
            "select pg_create_logical_replication_slot('s', 'pgoutput')",
            "select pg_switch_wal()",
            "select query_to_xml('delete from shop.orders returning *', true, true, '')",
            "select ts_rewrite('a'::tsquery, 'select ''a''::tsquery, ''b''::tsquery')",
            "select * from crosstab('select pg_terminate_backend(1)') as t(a int)",
            "select pg_log_standby_snapshot()",
            "select * from dblink('', 'delete from shop.orders')",
            // cut off
            "select 'no end",
            "select \"no end",
            "select 1 /* no end",
            "select $x$ no end");

    /** Sent, and refused or ended by the server. */
    static final List<String> STOPPED_BY_THE_SERVER = List.of(
            "select nextval('shop.orders_order_id_seq')",
            "select setval('shop.orders_order_id_seq', 99)",
            "select shop.wipe()",
            "select * from shop.wipe()",
            "select shop.wipe() from shop.orders order by 1",
            "values (shop.wipe())",
            "with x as (select shop.wipe()) table x",
            "select 1 where shop.wipe() = 1",
            "select shop.switch_on()",
            "select 1)",
            "(select 1",
            "select $1",
            "select from where",
            "select 1 union delete from shop.orders",
            "select pg_sleep(3600)",
            "select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b",
            "with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r");

    /** Without effect, because everything is rolled back or was only a text. */
    static final List<String> HARMLESS = List.of(
            "select shop.take_lock()",
            "select 1 where exists (select shop.wipe())",
            "select shop.quieten()",
            "select 'delete from shop.orders; drop table shop.orders'",
            "select setseed(0.5)",
            "select pg_export_snapshot()");
}
