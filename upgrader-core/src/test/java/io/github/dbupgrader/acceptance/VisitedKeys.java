package io.github.dbupgrader.acceptance;

import io.github.dbupgrader.backfill.Backfill;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Kinds of keys, each made of a number {@code n}, so that the same rows can be visited along any of them. In most of them the rows lie in another order than their numbers. */
enum VisitedKeys {
    INTEGER("k int primary key", "n", "k"),
    BIGINT_WITH_LARGE_GAPS("k bigint primary key", "n * 9223372036854::bigint", "k"),
    NUMERIC("k numeric primary key", "n / 7.0", "k"),
    TEXT("k text primary key", "n::text", "k"),
    TEXT_IN_THE_ORDER_OF_A_LANGUAGE("k text collate \"de-x-icu\" primary key", "chr(65 + abs(n) % 2 * 32) || n", "k"),
    UUID("k uuid primary key", "md5(n::text)::uuid", "k"),
    TIME_AND_NUMBER(
            "k timestamptz, l int, primary key (k, l)",
            "timestamptz '2026-11-21' + n / 10 * interval '1 hour', n",
            "k",
            "l"),
    MIXED_DIRECTIONS("k int not null, l text not null", "abs(n) % 7, n::text", "k", "l");

    private final String ddl;
    private final String values;
    private final String[] columns;

    VisitedKeys(String ddl, String values, String... columns) {
        this.ddl = ddl;
        this.values = values;
        this.columns = columns;
    }

    /** {@return statements that make a table of the columns of a query, one of which is {@code n}} */
    String table(String name, String moreColumns, String query) {
        String index = this == MIXED_DIRECTIONS ? "create unique index on %s (k desc, l);".formatted(name) : "";
        return """
                create table %1$s (%2$s, %3$s); %4$s
                insert into %1$s select %5$s, q.* from (%6$s) q""".formatted(name, ddl, moreColumns, index, values, query);
    }

    /** {@return the key as the quarantine has it} */
    String recorded() {
        return Arrays.stream(columns)
                .map(c -> c + "::text collate \"C\"")
                .collect(Collectors.joining(", ", "array[", "]"));
    }

    Backfill backfill(String table) {
        return Backfill.table(table).key(columns);
    }
}
