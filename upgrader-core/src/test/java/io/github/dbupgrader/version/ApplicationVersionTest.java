package io.github.dbupgrader.version;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationVersionTest {

    @Test
    void parse_release_canBeRecorded() {
        ApplicationVersion version = ApplicationVersion.parse("1.4.0");

        assertThat(version.isDevelopment()).isFalse();
        assertThat(version.release()).contains(new SchemaVersion(1, 4, 0));
        assertThat(version.base()).contains(new SchemaVersion(1, 4, 0));
        assertThat(version.text()).isEqualTo("1.4.0");
        assertThat(version).hasToString("1.4.0");
    }

    @DisplayName("upgrades, decisions: snapshots, pre-releases and builds are DEVELOPMENT, with a base")
    @ParameterizedTest
    @CsvSource({
        "1.4.0-SNAPSHOT, 1.4.0",
        "1.4.0-rc.1, 1.4.0",
        "1.4.0+5, 1.4.0",
        "1.4.0-rc.1+exp.sha-5114f85, 1.4.0",
        "0.0.0-alpha, 0.0.0"
    })
    void parse_preRelease_isDevelopmentWithBase(String text, String base) {
        ApplicationVersion version = ApplicationVersion.parse(text);

        assertThat(version.isDevelopment()).isTrue();
        assertThat(version.release()).isEmpty();
        assertThat(version.base()).contains(SchemaVersion.parse(base));
    }

    @DisplayName("upgrades 2: never coerced; what is no semantic version has no base")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev",
                "v1.4.0",
                "V1.4.0-rc.1",
                "1.4",
                "1.4-SNAPSHOT",
                "01.4.0",
                "1.4.0-",
                "1.4.0-01",
                "1.4.0.1",
                "99999999999.0.0-rc.1",
                "2026-11-21",
                "${project.version}",
                "1.4.0 beta",
                "１.４.０-rc",
                "-1.4.0"
            })
    void parse_otherText_isDevelopmentWithoutBase(String text) {
        ApplicationVersion version = ApplicationVersion.parse(text);

        assertThat(version.isDevelopment()).isTrue();
        assertThat(version.base()).isEmpty();
        assertThat(version.text()).isEqualTo(text);
    }

    @Test
    void equals_sameText() {
        assertThat(ApplicationVersion.parse("1.4.0"))
                .isEqualTo(ApplicationVersion.parse("1.4.0"))
                .hasSameHashCodeAs(ApplicationVersion.parse("1.4.0"))
                .isNotEqualTo(ApplicationVersion.parse("1.4.0+5"))
                .isNotEqualTo("1.4.0");
    }
}
