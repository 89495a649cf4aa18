package io.github.dbupgrader.metrics.query;

import java.util.Locale;

/**
 * A piece of SQL that is neither white space nor comment.
 *
 * @param kind what it is
 * @param text as it is written; of a quoted name, what is between the quotes
 * @param start where it begins
 * @param end where what follows it begins
 */
record SqlToken(Kind kind, String text, int start, int end) {

    enum Kind {
        WORD,
        QUOTED_NAME,
        LITERAL,
        NUMBER,
        SYMBOL
    }

    /** Whether it is one of these words, which are given in lower case. */
    boolean is(String... words) {
        if (kind != Kind.WORD) {
            return false;
        }
        String word = folded();
        for (String candidate : words) {
            if (word.equals(candidate)) {
                return true;
            }
        }
        return false;
    }

    boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    /** The text in lower case, of which Turkish has another idea. */
    String folded() {
        return text.toLowerCase(Locale.ROOT);
    }
}
