package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiteralTest {

    @Test
    void quote_doublesQuotes_andEscapesBackslashes() {
        assertThat(Literal.quote("")).isEqualTo("''");
        assertThat(Literal.quote("it's")).isEqualTo("'it''s'");
        assertThat(Literal.quote("a\\'b")).isEqualTo(" E'a\\\\''b'");
    }
}
