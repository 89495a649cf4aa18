package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused rather than built, dropped or taken for success. One database for all of it. */
@DatabaseTest
class IndexConflictTest {

    @BeforeAll
    static void database(TestDatabase shared) {}

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("drop schema if exists side cascade; drop schema public cascade; create schema public;"
                + " create table item (id int, name text)");
    }

    /** Building, reverting and rehearsing are refused, and change nothing. */
    private static AbstractThrowableAssert<?, ? extends Throwable> assertConflict(
            TestDatabase database, IndexBuild build) {
        String before = SchemaDump.of(database.dataSource()).text();
        refused(ErrorCode.INDEX_CONFLICT, () -> build.revert(database));
        refused(ErrorCode.INDEX_CONFLICT, () -> build.rehearse(database, handle -> {}));
        AbstractThrowableAssert<?, ? extends Throwable> error =
                refused(ErrorCode.INDEX_CONFLICT, () -> build.run(database));
        assertThat(SchemaDump.of(database.dataSource()).text()).isEqualTo(before);
        return error;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(ErrorCode code, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index item_idx on item (name)",
                "create index item_idx on item (id, name)",
                "create unique index item_idx on item (id)",
                "create index item_idx on item (id) where id > 1",
                "create index item_idx on item (id desc)",
                "create index item_idx on item (id) include (name)",
                "create index item_idx on item using hash (id)",
                "create index item_idx on item ((id + 0))"
            })
    @DisplayName("online 14: a valid index of the same name and another definition is an error, not a success")
    void build_otherDefinition_isRefused(String other, TestDatabase database) {
        database.execute(other);

        assertConflict(database, IndexBuild.of("item", Index.named("item_idx").on("id")))
                .hasMessageContaining("exists on item with another definition")
                .hasMessageContaining("USING btree (id)");
    }

    @Test
    @DisplayName("online 13: an invalid index is dropped only if its definition is ours")
    void build_invalidIndexOfOtherDefinition_isRefused(TestDatabase database) {
        database.execute("create index item_idx on item (name)");
        database.execute("update pg_index set indisvalid = false where indexrelid = 'item_idx'::regclass");

        assertConflict(database, IndexBuild.of("item", Index.named("item_idx").on("id")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table item_idx (id int)",
                "create sequence item_idx",
                "create view item_idx as select 1",
                "create table other (id int); create index item_idx on other (id)"
            })
    @DisplayName("online 14: a name that belongs to something else is an error")
    void build_nameTaken_isRefused(String other, TestDatabase database) {
        database.execute(other);

        assertConflict(database, IndexBuild.of("item", Index.named("item_idx").on("id")))
                .hasMessageContaining("something else of that name exists");
    }

    @Test
    @DisplayName("online 14: the same name in another schema is nobody's business")
    void build_nameTakenInOtherSchema_isBuilt(TestDatabase database) throws Exception {
        database.execute("create schema side; create table side.item_idx (id int)");

        IndexBuild.of("item", Index.named("item_idx").on("id")).run(database);

        assertThat(database.queryText("select 'public.item_idx'::regclass")).isEqualTo("item_idx");
    }

    @Test
    void build_missingTable_isRefused(TestDatabase database) throws Exception {
        IndexBuild build = IndexBuild.of("nowhere", Index.named("item_idx").on("id"));

        refused(ErrorCode.SCHEMA_CHANGE_REFUSED, () -> build.run(database))
                .hasMessageContaining("there is no table or materialized view of that name on the search_path");
        refused(ErrorCode.SCHEMA_CHANGE_REFUSED, () -> build.rehearse(database, handle -> {}));
        build.revert(database);
    }

    @Test
    void build_missingColumn_isTheServersError(TestDatabase database) {
        assertThatThrownBy(() -> IndexBuild.of("item", Index.named("item_idx").on("nothing"))
                        .run(database))
                .hasMessageContaining("column \"nothing\" does not exist");
        assertThat(database.queryText("select to_regclass('item_idx')")).isEqualTo("null");
    }

    @Test
    void build_view_isRefused(TestDatabase database) {
        database.execute("create view seen as select * from item");

        refused(
                        ErrorCode.SCHEMA_CHANGE_REFUSED,
                        () -> IndexBuild.of("seen", Index.named("item_idx").on("id"))
                                .run(database))
                .hasMessageContaining("neither a table nor a materialized view");
    }
}
