package io.github.dbupgrader.sql;

import java.util.Locale;

/**
 * Cuts SQL text into tokens as the server's scanner does, as far as is needed to know what is text and what is SQL.
 *
 * <p>It never fails: what is left open reaches to the end of the text and says so. Strings are read as with
 * {@code standard_conforming_strings = on}, the default of every supported server.
 */
final class SqlLexer {

    /** What a token is. */
    enum Kind {
        /** White space. */
        SPACE,
        /** A comment of either form. */
        COMMENT,
        /** A word without quotes: a keyword, a name, or a number. */
        WORD,
        /** A name in double quotes. */
        QUOTED_NAME,
        /** A string in single quotes without backslash escapes. */
        STRING,
        /** A string of the form {@code E'…'}. */
        ESCAPE_STRING,
        /** A string between two dollar tags. */
        DOLLAR_STRING,
        /** Any other single character. */
        SYMBOL
    }

    /**
     * One token.
     *
     * @param kind what it is
     * @param start where it begins in the text
     * @param end where it ends, exclusive
     * @param bodyStart where what stands between its quotes begins
     * @param bodyEnd where that ends, exclusive
     * @param closed whether its end was found
     */
    record Token(Kind kind, int start, int end, int bodyStart, int bodyEnd, boolean closed) {

        boolean isString() {
            return kind == Kind.STRING || kind == Kind.ESCAPE_STRING || kind == Kind.DOLLAR_STRING;
        }

        boolean isBlank() {
            return kind == Kind.SPACE || kind == Kind.COMMENT;
        }
    }

    private final String text;
    private int position;

    SqlLexer(String text) {
        this.text = text;
    }

    boolean hasNext() {
        return position < text.length();
    }

    Token next() {
        Token token = read(position);
        position = token.end();
        return token;
    }

    /** {@return the next token that is neither space nor comment; a symbol of no length at the end} */
    Token nextSolid() {
        while (hasNext()) {
            Token token = next();
            if (!token.isBlank()) {
                return token;
            }
        }
        return new Token(Kind.SYMBOL, position, position, position, position, true);
    }

    String textOf(Token token) {
        return text.substring(token.start(), token.end());
    }

    /** {@return the word in lower case; empty if the token is no word} */
    String wordOf(Token token) {
        return token.kind() == Kind.WORD ? textOf(token).toLowerCase(Locale.ROOT) : "";
    }

    boolean isSymbol(Token token, char symbol) {
        return token.kind() == Kind.SYMBOL && token.end() > token.start() && text.charAt(token.start()) == symbol;
    }

    private Token read(int start) {
        char c = text.charAt(start);
        if (Character.isWhitespace(c)) {
            return plain(Kind.SPACE, start, endOfSpace(start));
        }
        if (text.startsWith("--", start)) {
            return lineComment(start);
        }
        if (text.startsWith("/*", start)) {
            return blockComment(start);
        }
        return switch (c) {
            case '\'' -> quoted(Kind.STRING, start, start + 1, '\'');
            case '"' -> quoted(Kind.QUOTED_NAME, start, start + 1, '"');
            case '$' -> dollar(start);
            default -> isWordStart(c) || isDigit(c) ? word(start, c) : plain(Kind.SYMBOL, start, start + 1);
        };
    }

    private Token word(int start, char first) {
        int end = start + 1;
        if (end < text.length() && text.charAt(end) == '\'') {
            if (first == 'e' || first == 'E') {
                return escapeString(start);
            }
            if ("bBxXnN".indexOf(first) >= 0) {
                return quoted(Kind.STRING, start, end + 1, '\'');
            }
        }
        if ((first == 'u' || first == 'U') && text.startsWith("&'", end)) {
            return quoted(Kind.STRING, start, end + 2, '\'');
        }
        if ((first == 'u' || first == 'U') && text.startsWith("&\"", end)) {
            return quoted(Kind.QUOTED_NAME, start, end + 2, '"');
        }
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        return plain(Kind.WORD, start, end);
    }

    private Token lineComment(int start) {
        int end = start + 2;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return new Token(Kind.COMMENT, start, end, start + 2, end, true);
    }

    private Token blockComment(int start) {
        int depth = 1;
        int at = start + 2;
        while (at < text.length()) {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return new Token(Kind.COMMENT, start, at, start + 2, at - 2, true);
                }
            } else {
                at++;
            }
        }
        return unclosed(Kind.COMMENT, start, start + 2);
    }

    private Token quoted(Kind kind, int start, int bodyStart, char quote) {
        int at = bodyStart;
        while (at < text.length()) {
            if (text.charAt(at) != quote) {
                at++;
            } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
                at += 2;
            } else {
                return new Token(kind, start, at + 1, bodyStart, at, true);
            }
        }
        return unclosed(kind, start, bodyStart);
    }

    private Token escapeString(int start) {
        int at = start + 2;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (c != '\'') {
                at++;
            } else if (at + 1 < text.length() && text.charAt(at + 1) == '\'') {
                at += 2;
            } else {
                int continued = continuation(at + 1);
                if (continued < 0) {
                    return new Token(Kind.ESCAPE_STRING, start, at + 1, start + 2, at, true);
                }
                at = continued;
            }
        }
        return unclosed(Kind.ESCAPE_STRING, start, start + 2);
    }

    /**
     * A string goes on behind white space with a line break, in the mode of its first part. Without this,
     * {@code E'a'⏎'b\'c'} would be cut at the wrong quote. Returns -1 where it does not go on.
     */
    private int continuation(int from) {
        int at = endOfSpace(from);
        boolean broken = text.substring(from, at).chars().anyMatch(c -> c == '\n' || c == '\r');
        return broken && at < text.length() && text.charAt(at) == '\'' ? at + 1 : -1;
    }

    private Token dollar(int start) {
        int tagEnd = start + 1;
        if (tagEnd < text.length() && isWordStart(text.charAt(tagEnd))) {
            while (tagEnd < text.length() && isTagPart(text.charAt(tagEnd))) {
                tagEnd++;
            }
        }
        if (tagEnd >= text.length() || text.charAt(tagEnd) != '$') {
            return plain(Kind.SYMBOL, start, start + 1);
        }
        String tag = text.substring(start, tagEnd + 1);
        int close = text.indexOf(tag, tagEnd + 1);
        return close < 0
                ? unclosed(Kind.DOLLAR_STRING, start, tagEnd + 1)
                : new Token(Kind.DOLLAR_STRING, start, close + tag.length(), tagEnd + 1, close, true);
    }

    private int endOfSpace(int from) {
        int end = from;
        while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private Token unclosed(Kind kind, int start, int bodyStart) {
        return new Token(kind, start, text.length(), Math.min(bodyStart, text.length()), text.length(), false);
    }

    private static Token plain(Kind kind, int start, int end) {
        return new Token(kind, start, end, start, end, true);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isTagPart(char c) {
        return isWordStart(c) || isDigit(c);
    }

    private static boolean isWordPart(char c) {
        return isTagPart(c) || c == '$';
    }
}
