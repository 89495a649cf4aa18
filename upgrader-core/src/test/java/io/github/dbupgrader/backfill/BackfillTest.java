package io.github.dbupgrader.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.sql.Identifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be declared, and what becomes of it. */
class BackfillTest {

    private static final VisitedTable WELLS = new VisitedTable(
            "public.wells",
            List.of(new KeyColumn(new Identifier("id"), "bigint", "", false, false)),
            Map.of("id", "bigint"),
            List.of());
    private static final KeyRange RANGE = KeyRange.of(Optional.of(List.of("1")), List.of("9"));

    @DisplayName("backfill 60: a condition that would reach beyond its place is refused where it is written")
    @ParameterizedTest
    @ValueSource(
            strings = {"true) or (true", "id = 1; drop table wells", "note = 'open", "/* open", "", "  ", "$$ open"})
    void where_hostile_isRefused(String condition) {
        assertThatThrownBy(() -> Backfill.table("wells").where(condition)).hasMessageStartingWith("UPG-");
        assertThatThrownBy(() -> Backfill.table("wells").pending(condition)).hasMessageStartingWith("UPG-");
        assertThatThrownBy(() -> Backfill.table("wells").set(condition)).hasMessageStartingWith("UPG-");
    }

    @DisplayName("a statement whose {batch} has no effect is refused")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update wells w set a = 1 -- {batch}",
                "update wells w set a = 1 /* {batch} */",
                "update wells w set a = '{batch}'",
                "update wells w set a = 1 where {batch} -- and {batch}",
                "update wells w set a = 1"
            })
    void statement_withoutEffectivePlaceholder_isRefused(String sql) {
        assertThatThrownBy(() -> Backfill.table("wells").statement(sql, "w")).hasMessageStartingWith("UPG-107");
    }

    @Test
    @DisplayName("operators with question marks, casts and comments at the end stay what they are")
    void change_withOperators_keepsThem() {
        Backfill backfill = Backfill.table("wells")
                .where("tags ? 'deep' -- jsonb")
                .set("depth_m = depth::numeric, more = tags ?| array['a'] -- end");

        String sql = new BatchSql(WELLS, backfill).change(RANGE).sql();

        assertThat(sql)
                .isEqualTo("update public.wells set depth_m = depth::numeric, more = tags ??| array['a'] -- end\n"
                        + "where ((\"id\") > (?::bigint) and (\"id\") <= (?::bigint) and (tags ?? 'deep' -- jsonb\n))");
        assertThat(new BatchSql(WELLS, backfill).change(RANGE).placeholders()).hasSize(2);
    }

    @Test
    @DisplayName("each {batch} of a statement is one use of the condition")
    void change_withTwoPlaceholders_bindsBoth() {
        Backfill backfill = Backfill.table("wells")
                .statement(
                        "with a as (select * from wells w where {batch}) update wells w set x = 1 from a where {batch}",
                        "w");

        assertThat(new BatchSql(WELLS, backfill).change(RANGE).placeholders()).hasSize(4);
    }

    @Test
    @DisplayName("backfill 63: what changes the work changes the checksum, what changes the way does not")
    void checksum_tellsWorkFromWay() {
        Backfill backfill = Backfill.table("wells").set("a = 1");

        assertThat(backfill.settings(BackfillSettings.defaults().workers(3)).checksum())
                .isEqualTo(backfill.checksum());
        assertThat(List.of(
                        backfill.revision("2"),
                        backfill.where("a = 2"),
                        backfill.pending("a = 2"),
                        backfill.key("b"),
                        Backfill.table("wells").set("a = 2"),
                        Backfill.table("s", "wells").set("a = 1")))
                .extracting(Backfill::checksum)
                .doesNotHaveDuplicates()
                .doesNotContain(backfill.checksum());
    }
}
