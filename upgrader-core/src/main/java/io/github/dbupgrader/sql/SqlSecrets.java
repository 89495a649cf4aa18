package io.github.dbupgrader.sql;

import io.github.dbupgrader.sql.SqlLexer.Kind;
import io.github.dbupgrader.sql.SqlLexer.Token;
import java.util.Locale;
import java.util.regex.Pattern;

/** Takes secrets out of SQL text, token by token, and out of the SQL inside of its strings and comments. */
final class SqlSecrets {

    private static final String MASKED = "'" + SecretMask.STARS + "'";

    /** Each level of strings within strings at least doubles their quotes, so that real texts have two or three. */
    private static final int DEEPEST = 6;

    /** A quoted value is taken to the end of the string: better too much than a part of the secret. */
    private static final Pattern CONNECTION_PASSWORD = Pattern.compile(
            "(password\\s*+=\\s*+)(?:'.*+|" + SecretMask.UNQUOTED_VALUE + ")",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** {@code format('… password %L', 'secret')} has its secret among the arguments. */
    private static final Pattern FORMAT =
            Pattern.compile("(?:password|connection|options)[^%]*+%", Pattern.CASE_INSENSITIVE);

    private static final int NOWHERE = Integer.MAX_VALUE;

    private final SqlLexer lexer;
    private final int depth;
    private final StringBuilder out;

    /** The last two words, blank once anything else has come between. */
    private String last = "";

    private String beforeLast = "";
    private boolean lastWasSecret;
    private boolean optionsHoldSecrets;
    private int parentheses;
    private int secretWithin = NOWHERE;

    private SqlSecrets(String text, int depth) {
        this.lexer = new SqlLexer(text);
        this.depth = depth;
        this.out = new StringBuilder(text.length());
    }

    static String mask(String text) {
        return mask(text, 0);
    }

    private static String mask(String text, int depth) {
        if (!SecretMask.isSuspect(text)) {
            return text;
        }
        return depth > DEEPEST ? SecretMask.STARS : new SqlSecrets(text, depth).run();
    }

    private String run() {
        while (lexer.hasNext()) {
            Token token = lexer.next();
            switch (token.kind()) {
                case SPACE -> out.append(lexer.textOf(token));
                case COMMENT -> lookInside(token);
                case STRING, ESCAPE_STRING, DOLLAR_STRING -> string(token);
                case WORD -> word(lexer.wordOf(token), lexer.textOf(token));
                case QUOTED_NAME -> word(body(token).toLowerCase(Locale.ROOT), lexer.textOf(token));
                case SYMBOL -> symbol(lexer.textOf(token));
            }
        }
        return out.toString();
    }

    private void word(String word, String written) {
        boolean made = "create".equals(last) || "alter".equals(last);
        optionsHoldSecrets |= ("server".equals(word) && made)
                || ("mapping".equals(word) && "user".equals(last))
                || ("wrapper".equals(word) && "data".equals(last));
        out.append(written);
        follow(word, false);
    }

    private void symbol(String symbol) {
        out.append(symbol);
        switch (symbol) {
            case "(" -> {
                parentheses++;
                if ("options".equals(last) && optionsHoldSecrets) {
                    secretWithin = Math.min(secretWithin, parentheses);
                }
            }
            case ")" -> {
                parentheses--;
                secretWithin = parentheses < secretWithin ? NOWHERE : secretWithin;
            }
            case ";" -> {
                parentheses = 0;
                secretWithin = NOWHERE;
                optionsHoldSecrets = false;
            }
            default -> {}
        }
        // "password = 'x'", "password := 'x'" and "password => 'x'" give a password a value like "password 'x'".
        boolean assigns = last.endsWith("password") && (symbol.equals("=") || symbol.equals(":") || symbol.equals(">"));
        follow(assigns ? last : "", false);
    }

    private void string(Token token) {
        boolean named = last.endsWith("password") || "connection".equals(last);
        // A string may go on in a second one, and so may a secret.
        boolean secret = named || lastWasSecret || parentheses >= secretWithin;
        if (secret) {
            boolean touching = lastWasSecret && out.charAt(out.length() - 1) == '\'';
            out.append(touching ? "" : MASKED);
            skipIfEscaped(token);
        } else {
            lookInside(token);
            if (parentheses > 0
                    && "format".equals(beforeLast)
                    && FORMAT.matcher(body(token)).find()) {
                secretWithin = Math.min(secretWithin, parentheses);
            }
        }
        follow("", secret);
    }

    /** In a connection string a backslash escapes the quote, and where the value then ends only its reader knows. */
    private void skipIfEscaped(Token token) {
        if (token.kind() == Kind.STRING && body(token).endsWith("\\")) {
            while (lexer.hasNext()) {
                lexer.next();
            }
        }
    }

    private void follow(String word, boolean secret) {
        beforeLast = last;
        last = word;
        lastWasSecret = secret;
    }

    /** Looks through what stands between the quotes, as SQL and as a connection string. */
    private void lookInside(Token token) {
        String written = lexer.textOf(token);
        String body = body(token);
        boolean doubled = token.kind() == Kind.STRING || token.kind() == Kind.ESCAPE_STRING;
        String plain = doubled ? body.replace("\\'", "'").replace("''", "'") : body;
        String masked = mask(token.isString() ? withoutConnectionPassword(plain) : plain, depth + 1);
        if (masked.equals(plain)) {
            out.append(written);
            return;
        }
        out.append(written, 0, token.bodyStart() - token.start());
        out.append(doubled ? masked.replace("'", "''") : masked);
        out.append(written, token.bodyEnd() - token.start(), written.length());
    }

    private static String withoutConnectionPassword(String body) {
        return CONNECTION_PASSWORD.matcher(body).replaceAll("$1" + SecretMask.STARS);
    }

    private String body(Token token) {
        return lexer.textOf(token).substring(token.bodyStart() - token.start(), token.bodyEnd() - token.start());
    }
}
