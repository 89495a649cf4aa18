package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens around the building of an index; what kinds there are is in {@link IndexVariantsTest}. */
@DatabaseTest
class CreateIndexConcurrentlyTest {

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("create table item (id int, name text);"
                + " insert into item select i, 'n' || i from generate_series(1, 20) i");
    }

    private static Index named() {
        return Index.named("item_idx");
    }

    private static List<String> indexes(TestDatabase database) {
        return database.rows("select pg_get_indexdef(indexrelid), indisvalid and indisready from pg_index"
                + " where indrelid::regclass::text !~ '^pg_' order by 1");
    }

    @Test
    @DisplayName("online 13: duplicate rows leave an invalid index; when they are gone, the next run repairs it")
    void build_uniqueViolation_isRepairedAfterTheDataIsMended(TestDatabase database) throws Exception {
        database.execute("insert into item values (1)");
        IndexBuild build = IndexBuild.of("item", named().on("id").unique());

        assertThat(catchThrowable(() -> build.run(database))).hasMessageContaining("could not create unique index");
        assertThat(indexes(database)).singleElement().asString().endsWith("|f");
        assertThat(catchThrowable(() -> build.run(database)))
                .as("and never taken for success")
                .hasMessageContaining("could not create unique index");
        database.execute("delete from item where name is null");
        build.run(database);

        assertThat(indexes(database)).containsExactly("CREATE UNIQUE INDEX item_idx ON public.item USING btree (id)|t");
    }

    @Test
    void revert_dropsTheIndex_andBearsToRunAgain(TestDatabase database) throws Exception {
        IndexBuild build = IndexBuild.of("item", named().on("id"));
        build.run(database);

        build.revert(database);
        build.revert(database);

        assertThat(indexes(database)).isEmpty();
    }

    @Test
    void revert_tableGone_doesNothing(TestDatabase database) throws Exception {
        IndexBuild build = IndexBuild.of("item", named().on("id"));
        build.run(database);
        database.execute("drop table item");

        build.revert(database);
    }

    @Test
    void build_materializedView_works(TestDatabase database) throws Exception {
        database.execute("create materialized view summary as select id, name from item");
        IndexBuild build =
                IndexBuild.of("summary", Index.named("summary_idx").on("id").unique());

        build.run(database);
        build.run(database);

        assertThat(indexes(database))
                .containsExactly("CREATE UNIQUE INDEX summary_idx ON public.summary USING btree (id)|t");
    }

    @Test
    @DisplayName("upgrades 15: without a schema the table is the one that the session's search_path finds")
    void build_tableWithoutSchema_isFoundByTheSearchPath(TestDatabase database) throws Exception {
        database.execute("create schema side; create table side.item (id int)");
        var dataSource = database.dataSource();
        dataSource.setCurrentSchema("side");

        IndexBuild.of("item", named().on("id")).run(dataSource);

        assertThat(indexes(database)).containsExactly("CREATE INDEX item_idx ON side.item USING btree (id)|t");
    }

    @Test
    void declare_withoutKeys_isRefused() {
        assertThatThrownBy(() -> IndexBuild.of("item", named()))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DECLARATION));
    }

    @ParameterizedTest
    @CsvSource({"130022, true", "140000, false", "140003, false", "140004, true", "180006, true"})
    @DisplayName("online 17: releases whose concurrent builds lose rows are refused")
    void build_onRelease(int serverVersion, boolean sound) {
        Throwable refusal = catchThrowable(
                () -> CreateIndexConcurrently.requireSound(serverVersion, TableName.of("item"), named().on("id")));

        if (sound) {
            assertThat(refusal).isNull();
        } else {
            assertThat(refusal).hasMessageContaining("PostgreSQL 14.0 to 14.3 can leave rows out");
        }
    }

    @Test
    void name_saysWhatAndWhere() {
        assertThat(IndexBuild.of("item", named().on("id")).name())
                .isEqualTo("create index item_idx on item concurrently");
        assertThat(IndexBuild.of(s -> s.table("side", "item").createIndexConcurrently("item_idx", "id"))
                        .name())
                .isEqualTo("create index item_idx on side.item concurrently");
    }
}
