package io.github.dbupgrader.metrics.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlHashTest {

    @Test
    void hash_isOfTheExactText() {
        assertThat(SqlHash.of("select 1"))
                .isEqualTo("822ae07d4783158bc1912bb623e5107cc9002d519e1143a9c200ed6ee18b6d0f")
                .isNotEqualTo(SqlHash.of("select 1 "))
                .isNotEqualTo(SqlHash.of("Select 1"));
        assertThat(SqlHash.of("select '日本'")).hasSize(64);
    }
}
