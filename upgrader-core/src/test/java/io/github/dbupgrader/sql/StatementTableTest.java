package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTableTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        alter table t add column c int                      | t
        ALTER TABLE IF EXISTS ONLY s.t drop column c         | s.t
        /* x */ alter table "My ""S" . "T;1" -- y            | "My ""S"."T;1"
        alter foreign table f add c int                      | f
        alter materialized view if exists m rename to n      | m
        drop table if exists a, b cascade                    | a
        drop view v                                          | v
        create index on t (a)                                | t
        create unique index concurrently if not exists i on only s.t using btree (a) | s.t
        create trigger g before insert or update on t for each row execute function f() | t
        create policy p on t using (true)                    | t
        create or replace rule r as on insert to t do nothing | t
        create statistics s (ndistinct) on a, b from t       | ``
        truncate table only t                                | t
        truncate t                                           | t
        lock table t in share mode                           | t
        lock t                                               | t
        update only t set a = 1                              | t
        delete from t where a                                | t
        insert into s.t (a) values (1)                       | s.t
        merge into t using u on true when matched then delete | t
        refresh materialized view concurrently m             | m
        comment on table t is 'x'                            | t
        comment on column s.t.c is 'x'                       | s.t
        comment on column "a.b"."c.d" is 'x'                 | "a.b"
        comment on constraint c on t is 'x'                  | t
        comment on materialized view m is 'x'                | m
        """)
    void tableOf_knownForms(String statement, String table) {
        assertThat(BlockingSessions.tableOf(statement).orElse("")).isEqualTo(table == null ? "" : table);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "select 1",
                "create table t (a int)",
                "alter role x",
                "drop index i",
                "vacuum",
                "'",
                "alter table",
                "alter table s.",
                "create index",
                "comment on column c is 'x'",
                "comment on schema s is 'x'",
                "comment",
                "delete",
                "insert into",
                "with x as (select 1) update t set a = 1",
                "create function f() on t"
            })
    void tableOf_otherForms_areUnknown(String statement) {
        assertThat(BlockingSessions.tableOf(statement)).isEmpty();
    }
}
