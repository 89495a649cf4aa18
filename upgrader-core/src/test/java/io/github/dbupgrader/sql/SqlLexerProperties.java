package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.sql.SqlLexer.Token;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SqlLexerProperties {

    @Property
    void tokensCoverTheTextWithoutGaps(@ForAll("texts") String text) {
        SqlLexer lexer = new SqlLexer(text);
        StringBuilder covered = new StringBuilder();
        while (lexer.hasNext()) {
            Token token = lexer.next();
            assertThat(token.end()).isGreaterThan(token.start());
            assertThat(token.start()).isLessThanOrEqualTo(token.bodyStart());
            assertThat(token.bodyStart()).isLessThanOrEqualTo(token.bodyEnd());
            assertThat(token.bodyEnd()).isLessThanOrEqualTo(token.end());
            covered.append(lexer.textOf(token));
        }
        assertThat(covered).hasToString(text);
        assertThat(lexer.nextSolid().end()).isEqualTo(text.length());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(30),
                Arbitraries.strings().withChars("aeEuU&$'\"\\-/*1 \n;").ofMaxLength(30));
    }
}
