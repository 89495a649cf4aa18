package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of index, whatever it is called: built, found again, repaired and rehearsed. One database for all of them. */
@DatabaseTest
class IndexVariantsTest {

    @BeforeAll
    static void database(TestDatabase shared) {}

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("drop table if exists item;"
                + " create table item (id int, name text, tags text[], data jsonb, at timestamptz);"
                + " insert into item select i, 'n' || i, array['t' || i], '{}', now() from generate_series(1, 20) i");
    }

    private static Index named() {
        return Index.named("item_idx");
    }

    private static String state(TestDatabase database) {
        return database.queryText(
                "select pg_get_indexdef(indexrelid) || case when indisvalid then '' else ' invalid' end"
                        + " from pg_index where indexrelid = 'item_idx'::regclass");
    }

    private static long oid(TestDatabase database) {
        return database.queryLong("select 'item_idx'::regclass::oid");
    }

    /** What an interrupted build leaves; a superuser can make it without one. */
    private static void invalidate(TestDatabase database, String table) {
        database.execute("update pg_index set indisvalid = false where indrelid ="
                + " (select oid from pg_class where relkind = 'r' and relname = '" + table + "')");
    }

    static Stream<Arguments> variants() {
        return Stream.of(
                arguments(named().on("id"), "INDEX item_idx ON public.item USING btree (id)"),
                arguments(named().on("name", "id"), "INDEX item_idx ON public.item USING btree (name, id)"),
                arguments(named().on("id").unique(), "UNIQUE INDEX item_idx ON public.item USING btree (id)"),
                arguments(
                        named().on("id").where("name is not null and id > 3"),
                        "INDEX item_idx ON public.item USING btree (id) WHERE ((name IS NOT NULL) AND (id > 3))"),
                arguments(
                        named().onExpression("lower(name)").on("id"),
                        "INDEX item_idx ON public.item USING btree (lower(name), id)"),
                arguments(
                        named().onExpression("(item.id + 1)").where("item.id > 1"),
                        "INDEX item_idx ON public.item USING btree (((id + 1))) WHERE (id > 1)"),
                arguments(
                        named().onExpression("at desc nulls last"),
                        "INDEX item_idx ON public.item USING btree (at DESC NULLS LAST)"),
                arguments(
                        named().onExpression("name collate \"C\" text_pattern_ops"),
                        "INDEX item_idx ON public.item USING btree (name COLLATE \"C\" text_pattern_ops)"),
                arguments(
                        named().on("id").include("name", "at").unique(),
                        "UNIQUE INDEX item_idx ON public.item USING btree (id) INCLUDE (name, at)"),
                arguments(named().on("tags").using("gin"), "INDEX item_idx ON public.item USING gin (tags)"),
                arguments(
                        named().onExpression("data jsonb_path_ops")
                                .using("gin")
                                .where("data ? 'a:b' and name <> '{d 1}'"),
                        "INDEX item_idx ON public.item USING gin (data jsonb_path_ops)"
                                + " WHERE ((data ? 'a:b'::text) AND (name <> '{d 1}'::text))"),
                arguments(named().on("at").using("brin"), "INDEX item_idx ON public.item USING brin (at)"),
                arguments(named().on("name").using("hash"), "INDEX item_idx ON public.item USING hash (name)"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("variants")
    @DisplayName(
            "upgrades 60, online 13: built as declared, found again as it is, and built anew where it was left invalid")
    void build_variant_isValidRepeatableAndRepaired(Index index, String definition, TestDatabase database)
            throws Exception {
        IndexBuild build = IndexBuild.of("item", index);

        build.run(database);
        assertThat(state(database)).isEqualTo("CREATE " + definition);
        long first = oid(database);
        build.run(database);
        assertThat(oid(database)).isEqualTo(first);
        invalidate(database, "item");
        build.run(database);

        assertThat(state(database)).isEqualTo("CREATE " + definition);
        assertThat(oid(database)).isNotEqualTo(first);
        assertThat(database.queryLong("select count(*) from pg_class where relname = 'item'"))
                .as("no probe is left")
                .isEqualTo(1);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("variants")
    @DisplayName(
            "upgrades 57: the transactional equivalent makes the same, where there is nothing, an invalid or a valid index")
    void rehearse_variant_makesTheSame(Index index, String definition, TestDatabase database) throws Exception {
        IndexBuild build = IndexBuild.of("item", index);

        assertRehearsed(build, definition, database);
        assertThat(database.queryText("select to_regclass('item_idx')")).isEqualTo("null");
        build.run(database);
        assertRehearsed(build, definition, database);
        invalidate(database, "item");
        assertRehearsed(build, definition, database);
        assertThat(state(database)).endsWith(" invalid");
    }

    private static void assertRehearsed(IndexBuild build, String definition, TestDatabase database) throws Exception {
        build.rehearse(
                database,
                handle -> assertThat(handle.createQuery("select pg_get_indexdef(indexrelid) from pg_index"
                                        + " where indexrelid = 'item_idx'::regclass and indisvalid")
                                .mapTo(String.class)
                                .one())
                        .isEqualTo("CREATE " + definition));
    }

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("MixedCase", "MixedCase", "MixedIdx", "Key"),
                arguments("with space", "and \"quotes\"", "the \"index\" name", "a \"column\""),
                arguments("select", "table", "index", "order"),
                arguments("dots.in", "its.name", "x.y", "a.b"),
                arguments("a USING b", "c USING d", "e USING f", "g USING h"),
                arguments("percent%s", "colon:name", "question?", "{brace}"),
                arguments("s".repeat(63), "t".repeat(63), "i".repeat(63), "c".repeat(63)));
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName(
            "upgrades 15: schema, table, index and column may be called anything, and the search_path need not lead there")
    void build_oddNames_areFoundAgain(String schema, String table, String index, String column, TestDatabase database)
            throws Exception {
        database.execute(database.queryText("select format('create schema %1$I; create table %1$I.%2$I (%3$I int)', "
                + literals(schema, table, column) + ")"));
        IndexBuild build = IndexBuild.of(s -> s.table(schema, table)
                .createIndexConcurrently(Index.named(index).on(column)));

        build.run(database);
        assertThat(relations(database)).containsExactly(schema + "|" + index + "|t");
        build.run(database);
        invalidate(database, table);
        build.rehearse(database, handle -> {});
        build.run(database);
        assertThat(relations(database)).containsExactly(schema + "|" + index + "|t");

        build.revert(database);
        assertThat(relations(database)).isEmpty();
    }

    private static String literals(String... texts) {
        return "'" + String.join("', '", texts) + "'";
    }

    private static List<String> relations(TestDatabase database) {
        return database.rows("select n.nspname, c.relname, i.indisvalid from pg_index i"
                + " join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace"
                + " where n.nspname !~ '^pg_'");
    }
}
