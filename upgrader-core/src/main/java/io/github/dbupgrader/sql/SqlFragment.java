package io.github.dbupgrader.sql;

import io.github.dbupgrader.sql.SqlLexer.Token;

/**
 * A piece of SQL that a user wrote, made fit to be put into a statement of the library.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class SqlFragment {

    private SqlFragment() {}

    /**
     * {@return whether a part of the text stands in a comment, a string or a quoted name}
     *
     * @param sql the text
     * @param part the part
     */
    public static boolean hides(String sql, String part) {
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.hasNext()) {
            Token token = lexer.next();
            boolean text = token.isString()
                    || token.kind() == SqlLexer.Kind.COMMENT
                    || token.kind() == SqlLexer.Kind.QUOTED_NAME;
            if (text && lexer.textOf(token).contains(part)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@return the piece as it can stand in a prepared statement: each question mark that is an operator doubled, as the driver wants it, and a line comment at the
     * end ended}
     *
     * @param what what the piece is, for the message
     * @param sql the piece
     * @throws io.github.dbupgrader.error.UpgradeException if something in it is left open, or a semicolon or closing parenthesis would end the statement around it
     */
    public static String prepared(String what, String sql) {
        SqlLexer lexer = new SqlLexer(sql);
        StringBuilder result = new StringBuilder();
        int open = 0;
        boolean comment = false;
        while (lexer.hasNext()) {
            Token token = lexer.next();
            comment = token.kind() == SqlLexer.Kind.COMMENT;
            open += lexer.isSymbol(token, '(') ? 1 : 0;
            open -= lexer.isSymbol(token, ')') ? 1 : 0;
            if (!token.closed() || open < 0 || lexer.isSymbol(token, ';')) {
                throw SqlErrors.unusableFragment(what, sql);
            }
            result.append(lexer.isSymbol(token, '?') ? "??" : lexer.textOf(token));
        }
        if (open != 0 || result.toString().isBlank()) {
            throw SqlErrors.unusableFragment(what, sql);
        }
        return comment ? result.append('\n').toString() : result.toString().strip();
    }
}
