package io.github.dbupgrader.metrics.query;

import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.Parser;

/**
 * Cuts SQL into tokens, with the driver's own reading of literals, quoted names, dollar quotes and comments, so that we see what it sees.
 *
 * <p>DuckDB's grammar comes from PostgreSQL's and is read in the same way.
 */
final class SqlTokens {
    private final char[] text;
    private final List<SqlToken> tokens = new ArrayList<>();

    private SqlTokens(String sql) {
        text = sql.toCharArray();
    }

    /** The tokens; throws a refusal where a literal, name or comment has no end. */
    static List<SqlToken> of(String sql) {
        SqlTokens reader = new SqlTokens(sql);
        reader.read();
        return reader.tokens;
    }

    private void read() {
        int at = 0;
        while (at < text.length) {
            at = next(at);
        }
    }

    private int next(int at) {
        char c = text[at];
        if (c == '\'') {
            return token(SqlToken.Kind.LITERAL, at, closed(Parser.parseSingleQuotes(text, at, true), "literal"));
        } else if (c == '"') {
            return quotedName(at);
        } else if (c == '$') {
            int end = Parser.parseDollarQuotes(text, at);
            return end == at
                    ? token(SqlToken.Kind.SYMBOL, at, at)
                    : token(SqlToken.Kind.LITERAL, at, closed(end, "dollar-quoted literal"));
        } else if (c == '-' && follows(at, '-')) {
            return Parser.parseLineComment(text, at) + 1;
        } else if (c == '/' && follows(at, '*')) {
            return blockComment(at);
        } else if (Parser.isSpace(c) || c == '\u000B') {
            return at + 1;
        } else if (Parser.isIdentifierStartChar(c)) {
            return token(SqlToken.Kind.WORD, at, lastOf(at));
        } else if (c >= '0' && c <= '9') {
            return token(SqlToken.Kind.NUMBER, at, lastOf(at));
        }
        return token(SqlToken.Kind.SYMBOL, at, at);
    }

    private boolean follows(int at, char c) {
        return at + 1 < text.length && text[at + 1] == c;
    }

    private int lastOf(int at) {
        int last = at;
        while (last + 1 < text.length && Parser.isIdentifierContChar(text[last + 1])) {
            last++;
        }
        return last;
    }

    // the driver's method ends at the last character in any case, so the end is looked at
    private int blockComment(int at) {
        int last = Parser.parseBlockComment(text, at);
        closed(last, "comment");
        if (last < at + 3 || text[last] != '/' || text[last - 1] != '*') {
            throw QueryErrors.unterminated("comment");
        }
        return last + 1;
    }

    private int quotedName(int at) {
        int last = at;
        do {
            last = closed(Parser.parseDoubleQuotes(text, last == at ? at : last + 1), "quoted name");
        } while (follows(last, '"'));
        String name = new String(text, at + 1, last - at - 1).replace("\"\"", "\"");
        tokens.add(new SqlToken(SqlToken.Kind.QUOTED_NAME, name, at, last + 1));
        return last + 1;
    }

    private int closed(int last, String what) {
        if (last >= text.length) {
            throw QueryErrors.unterminated(what);
        }
        return last;
    }

    private int token(SqlToken.Kind kind, int at, int last) {
        tokens.add(new SqlToken(kind, new String(text, at, last - at + 1), at, last + 1));
        return last + 1;
    }
}
