package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Rows are visited along keys of any type and name: each exactly once, in SQL and in Java. Many tables share an upgrade, for the sake of time. */
@DatabaseTest
class BackfillKeysTest {

    private static final int ROWS = 40;
    private static final String COUNTERS = "visits int not null default 0, computed int not null default 0";

    /** A table with a key, what fills it, and the table as SQL names it. */
    private record Keyed(String what, String ddl, String quoted, Backfill table) {}

    @Test
    @DisplayName("backfill 59: keys of every type")
    void upgrade_alongKeys_visitsEachRowOnce(TestDatabase database) {
        assertVisitedOnce(
                database,
                database.dataSource(),
                Stream.of(
                                keyed(
                                        "bigint with gaps and negatives",
                                        "k bigint primary key",
                                        "(n - 60) * 77777777777"),
                                keyed("smallint", "k smallint primary key", "n - 50"),
                                keyed("numeric", "k numeric primary key", "(n - 60) * 1.5"),
                                keyed(
                                        "numeric with infinity",
                                        "k numeric(12,3) primary key",
                                        "case n when 1 then 'NaN' else n / 7.0 end"),
                                keyed(
                                        "double precision",
                                        "k double precision primary key",
                                        "case n when 1 then '-Infinity' else exp(n / 10.0) end"),
                                keyed("uuid", "k uuid primary key", "md5(n::text)::uuid"),
                                keyed("text", "k text primary key", "md5(n::text) || ' '"),
                                keyed("text that needs escapes", "k text primary key", "E'\"\\\\{,}\\n'' ' || n"),
                                keyed(
                                        "text beside NULL and empty",
                                        "k text primary key",
                                        "case n when 1 then '' when 2 then 'null' when 3 then 'NULL' else n::text end"),
                                keyed(
                                        "text in ICU order",
                                        "k text collate \"de-x-icu\" primary key",
                                        "case n % 2 when 0 then 'Ä' || n else 'z' || n end"),
                                keyed(
                                        "text by case",
                                        "k text collate \"en-x-icu\" primary key",
                                        "case n % 2 when 0 then 'Ab' || n / 2 else 'aB' || n / 2 end"),
                                keyed("char(n)", "k char(6) primary key", "n::text"),
                                keyed("varchar(n)", "k varchar(9) primary key", "n || ' '"),
                                keyed("date", "k date primary key", "date '1999-12-01' + n * 11"),
                                keyed(
                                        "date BC and infinite",
                                        "k date primary key",
                                        "case n when 1 then 'infinity' when 2 then '0044-03-15 BC' else date '2000-01-01' + n end"),
                                keyed(
                                        "timestamptz",
                                        "k timestamptz primary key",
                                        "timestamptz '2026-03-29 00:30:00+01' + n * interval '7 minutes 1 microsecond'"),
                                keyed("interval", "k interval primary key", "n * interval '1 day -3 hours'"),
                                keyed("boolean and id", "k bool, k2 int, primary key (k, k2)", "n % 2 = 0, n"),
                                keyed("bytea", "k bytea primary key", "decode(md5(n::text), 'hex')"),
                                keyed("inet", "k inet primary key", "inet '10.0.0.0' + n * 300"),
                                keyed(
                                        "timestamp and id",
                                        "k timestamp, k2 int, primary key (k, k2)",
                                        "timestamp '2026-01-01' + (n / 9) * interval '1 day', n"),
                                keyed(
                                        "mixed types",
                                        "k text, k2 uuid, k3 int, primary key (k, k2, k3)",
                                        "n / 30, md5((n / 5)::text)::uuid, n"),
                                keyed("first column the same", "k int, k2 int, primary key (k, k2)", "1, n"),
                                keyed("domain", "k code primary key", "'c' || n"),
                                keyed(
                                        "enum",
                                        "k size, k2 int, primary key (k, k2)",
                                        "('{small,LARGE,\"a \\\"b\\\"\"}'::size[])[1 + n % 3], n"))
                        .toList());
    }

    @Test
    @DisplayName("backfill 59: unique indexes in any order of their columns")
    void upgrade_alongUniqueIndexes_visitsEachRowOnce(TestDatabase database) {
        assertVisitedOnce(
                database,
                database.dataSource(),
                Stream.of(
                                indexed("a descending column", "(a desc)", "a"),
                                indexed("a descending, b ascending", "(a desc, b)", "a", "b"),
                                indexed("a ascending, b descending", "(a, b desc)", "a", "b"),
                                indexed("three mixed directions", "(a desc, b, c desc)", "a", "b", "c"),
                                indexed("nulls in unusual places", "(a desc nulls last, b nulls first)", "a", "b"),
                                indexed("another collation", "(c collate \"C\", a)", "c", "a"),
                                indexed("more columns included", "(a) include (c)", "a"),
                                indexed("mixed directions with ties", "(d, b desc, a)", "d", "b", "a"))
                        .toList());
    }

    @Test
    @DisplayName("backfill 59: names that need quotes, in schemas of such names")
    void upgrade_withHostileNames_visitsEachRowOnce(TestDatabase database) {
        assertVisitedOnce(
                database,
                database.dataSource(),
                Stream.of(
                                "Mixed Case",
                                "with \"quotes\" and 'apostrophes'",
                                "a:b ::c ?d $1 <e> {f}",
                                "select",
                                "ünïcode – 表",
                                "a_name_of_sixty_three_bytes_which_is_as_long_as_the_server_lets")
                        .map(BackfillKeysTest::named)
                        .toList());
    }

    @Test
    @DisplayName("backfill 59: a table of another schema, with an empty search_path")
    void upgrade_withEmptySearchPath_visitsEachRowOnce(TestDatabase database) {
        PGSimpleDataSource dataSource = database.dataSource();
        dataSource.setOptions("-c search_path=");

        assertVisitedOnce(
                database,
                dataSource,
                List.of(new Keyed(
                        "other schema",
                        """
                create schema other;
                create type other.weight as enum ('s', 'l');
                create table other.visited (k other.weight, k2 int, %s, primary key (k, k2));
                insert into other.visited select case n %% 2 when 0 then 's' else 'l' end::other.weight, n from generate_series(1, %d) n""".formatted(COUNTERS, ROWS),
                        "other.visited",
                        Backfill.table("other", "visited"))));
    }

    private static Keyed keyed(String what, String columns, String values) {
        String table = "t_" + Integer.toHexString(what.hashCode());
        return new Keyed(
                what,
                "create table %1$s (%2$s, %3$s); insert into %1$s select %4$s from generate_series(1, %5$d) n order by md5(n::text)"
                        .formatted(table, columns, COUNTERS, values, ROWS),
                table,
                Backfill.table(table));
    }

    private static Keyed indexed(String what, String index, String... key) {
        String table = "t_" + Integer.toHexString(what.hashCode());
        return new Keyed(
                what,
                """
                create table %1$s (a int not null, b smallint not null, c text collate "en-x-icu" not null, d int not null, %2$s);
                create unique index on %1$s %3$s;
                insert into %1$s select n, n / 7, case n %% 2 when 0 then 'a' else 'B' end || n, n / 20 from generate_series(1, %4$d) n
                  order by md5(n::text)""".formatted(table, COUNTERS, index, ROWS),
                table,
                Backfill.table(table).key(key));
    }

    private static Keyed named(String name) {
        String quoted = "\"" + name.replace("\"", "\"\"") + "\"";
        return new Keyed(
                name, """
                create schema %1$s;
                create table %1$s.%1$s (%1$s int primary key, %2$s);
                insert into %1$s.%1$s select n from generate_series(1, %3$d) n""".formatted(quoted, COUNTERS, ROWS), quoted + "." + quoted, Backfill.table(name, name));
    }

    private static void assertVisitedOnce(TestDatabase database, DataSource dataSource, List<Keyed> tables) {
        database.execute(
                "create domain code as text check (value <> ''); create type size as enum ('small', 'LARGE', 'a \"b\"')");
        tables.forEach(table -> database.execute(table.ddl()));
        DatabaseUpgrader.forDataSource(dataSource)
                .schema("public")
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();

        DatabaseUpgrader.forDataSource(dataSource)
                .schema("public")
                .applicationVersion("1.1.0")
                .register(
                        "1.1.0",
                        UpgradeMode.ONLINE,
                        upgrade -> IntStream.range(0, tables.size()).forEach(i -> {
                            upgrade.backfill("sql " + i, bySql(tables.get(i).table()));
                            upgrade.backfill("java " + i, byJava(tables.get(i).table()));
                        }))
                .build()
                .upgrade();

        SoftAssertions.assertSoftly(softly -> tables.forEach(table -> softly.assertThat(database.queryLong(
                        "select count(*) from " + table.quoted() + " where visits = 1 and computed = 1"))
                .as(table.what())
                .isEqualTo(ROWS)));
        assertThat(database.queryLong("select count(*) from database_backfill_progress where rows_done = " + ROWS))
                .isEqualTo(2L * tables.size());
    }

    private static Backfill bySql(Backfill table) {
        return table.set("visits = visits + 1").settings(small(9, 20));
    }

    private static Backfill byJava(Backfill table) {
        return table.read("computed", Integer.class)
                .write("computed")
                .compute(rows -> rows.forEach(row -> row.set("computed", row.get("computed", Integer.class) + 1)))
                .settings(small(16, 30));
    }
}
