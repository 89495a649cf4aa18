package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.UpgradeException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        plain       | "plain"
        MixedCase   | "MixedCase"
        two words   | "two words"
        a"b         | "a""b"
        "           | ""\""
        select      | "select"
        naïve'\\    | "naïve'\\"
        """)
    void quoted_alwaysQuotes(String text, String quoted) {
        assertThat(new Identifier(text).quoted()).isEqualTo(quoted);
        assertThat(new Identifier(text)).hasToString(text);
    }

    @DisplayName("online 24: at most 63 bytes, not characters")
    @Test
    void constructor_countsBytes() {
        assertThat(new Identifier("a".repeat(63)).text()).hasSize(63);
        assertThat(new Identifier("ä".repeat(31) + "a").text()).hasSize(32);
        assertThatThrownBy(() -> new Identifier("a".repeat(64))).isInstanceOf(UpgradeException.class);
        assertThatThrownBy(() -> new Identifier("ä".repeat(32))).isInstanceOf(UpgradeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b"})
    void constructor_unusable_isRefused(String text) {
        assertThatThrownBy(() -> new Identifier(text)).isInstanceOf(UpgradeException.class);
    }

    @Test
    void qualifiedName_quotesBothParts() {
        QualifiedName name = QualifiedName.of("my schema", "t\"1");

        assertThat(name.quoted()).isEqualTo("\"my schema\".\"t\"\"1\"");
        assertThat(name).hasToString("my schema.t\"1");
    }

    @Test
    void tableNames_haveThePrefix() {
        TableNames names = TableNames.of("public", "database_");

        assertThat(names.metadata()).hasToString("public.database_metadata");
        assertThat(names.history()).hasToString("public.database_upgrade_history");
        assertThat(names.steps()).hasToString("public.database_upgrade_steps");
        assertThat(names.named("backfills")).hasToString("public.database_backfills");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1x", "Database_", "a-b", "a b", "a\"b", "ä_", "abcdefghijklmnopqrstuvwxyz_0123456"})
    void tableNames_unusablePrefix_isRefused(String prefix) {
        assertThatThrownBy(() -> TableNames.of("public", prefix)).isInstanceOf(UpgradeException.class);
    }
}
