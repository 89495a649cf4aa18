package io.github.dbupgrader.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaVersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0", "1.0.0", "10.20.30", "2147483647.0.1"})
    void parse_strictVersion_roundTrips(String text) {
        assertThat(SchemaVersion.parse(text)).hasToString(text);
    }

    @DisplayName("upgrades 2: no v, spaces, leading zeros, pre-release or build part")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1.2",
                "1.2.3.4",
                "v1.2.3",
                "V1.2.3",
                " 1.2.3",
                "1.2.3 ",
                "1.2.3\n",
                "1. 2.3",
                "01.2.3",
                "1.02.3",
                "1.2.03",
                "00.0.0",
                "1.2.3-SNAPSHOT",
                "1.2.3-rc.1",
                "1.2.3+5",
                "1.2.3-",
                "1.2.x",
                "-1.2.3",
                "+1.2.3",
                "1..3",
                ".1.2",
                "1.2.",
                "2147483648.0.0",
                "1.99999999999.0",
                "١.٢.٣",
                "１.２.３",
                "1,2,3",
                "1.2.3\u0000"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThat(SchemaVersion.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> SchemaVersion.parse(text))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_VERSION))
                .hasMessageContaining("is not a version");
    }

    @Test
    void constructor_negativeNumber_isRefused() {
        assertThatThrownBy(() -> new SchemaVersion(1, -2, 3)).hasMessageContaining("\"1.-2.3\" is not a version");
    }

    @DisplayName("upgrades 3: 1.10.0 comes after 1.9.0")
    @Test
    void compareTo_comparesNumbers() {
        List<SchemaVersion> sorted = new ArrayList<>(Stream.of("1.10.0", "2.0.0", "1.9.10", "1.9.9", "0.0.0")
                .map(SchemaVersion::parse)
                .toList());
        sorted.sort(null);

        assertThat(sorted).map(SchemaVersion::toString).containsExactly("0.0.0", "1.9.9", "1.9.10", "1.10.0", "2.0.0");
    }

    @Test
    void order_inWords() {
        SchemaVersion older = SchemaVersion.parse("1.9.0");
        SchemaVersion newer = SchemaVersion.parse("1.10.0");

        assertThat(older.isBefore(newer)).isTrue();
        assertThat(older.isBefore(older)).isFalse();
        assertThat(newer.isAfter(older)).isTrue();
        assertThat(newer.isAfter(newer)).isFalse();
        assertThat(older.isAtMost(newer)).isTrue();
        assertThat(older.isAtMost(older)).isTrue();
        assertThat(newer.isAtMost(older)).isFalse();
        assertThat(older.max(newer)).isEqualTo(newer);
        assertThat(newer.max(older)).isEqualTo(newer);
        assertThat(SchemaVersion.ZERO).hasToString("0.0.0");
    }
}
