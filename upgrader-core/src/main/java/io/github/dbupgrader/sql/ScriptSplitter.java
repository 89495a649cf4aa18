package io.github.dbupgrader.sql;

import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.sql.SqlLexer.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a script at the semicolons that end a statement.
 *
 * <p>A semicolon does not end one inside of parentheses ({@code create rule … do also (…; …)}) nor inside of a function
 * body {@code begin atomic … end}. In such a body {@code case} has an {@code end} of its own, so both are counted.
 */
final class ScriptSplitter {

    private final String name;
    private final String text;
    private final SqlLexer lexer;
    private final List<SqlScript.Statement> statements = new ArrayList<>();

    /** The words of the statement outside of parentheses; only the first few and the last matter. */
    private final List<String> words = new ArrayList<>();

    private int start = -1;
    private int end;
    private int parentheses;
    private int blocks;
    private int opened;

    private int countedTo;
    private int line = 1;

    ScriptSplitter(String name, String text) {
        this.name = name;
        this.text = text;
        this.lexer = new SqlLexer(text);
    }

    List<SqlScript.Statement> split() {
        while (lexer.hasNext()) {
            Token token = lexer.next();
            if (!token.closed()) {
                throw refuse(token.start(), leftOpen(token), "close it");
            }
            if (!token.isBlank()) {
                take(token);
            }
        }
        if (parentheses > 0) {
            throw refuse(opened, "a parenthesis is opened and never closed", "close it");
        }
        if (blocks > 0) {
            throw refuse(opened, "a function body BEGIN ATOMIC has no END", "write its END");
        }
        finish();
        return List.copyOf(statements);
    }

    private void take(Token token) {
        if (lexer.isSymbol(token, '\\')) {
            throw refuse(
                    token.start(),
                    "\"" + firstLine(token.start()) + "\" is a command of psql, and no SQL",
                    "write it as SQL, or load the data with the driver's CopyManager");
        }
        if (lexer.isSymbol(token, ';') && parentheses == 0 && blocks == 0) {
            finish();
            return;
        }
        start = start < 0 ? token.start() : start;
        end = token.end();
        if (lexer.isSymbol(token, '(')) {
            opened = parentheses == 0 && blocks == 0 ? token.start() : opened;
            parentheses++;
        } else if (lexer.isSymbol(token, ')')) {
            parentheses = Math.max(0, parentheses - 1);
        } else if (parentheses == 0) {
            word(token);
        }
    }

    private void word(Token token) {
        String word = lexer.wordOf(token);
        if (blocks > 0) {
            blocks += "case".equals(word) ? 1 : "end".equals(word) ? -1 : 0;
        } else if ("atomic".equals(word) && "begin".equals(last()) && "create".equals(words.get(0))) {
            blocks = 1;
            opened = token.start();
        }
        // What is no word counts too, so that two words are neighbours only where nothing stands between them.
        words.add(word);
    }

    private void finish() {
        if (start >= 0) {
            StatementRule.broken(words).ifPresent(rule -> {
                throw refuse(start, rule.problem(), rule.fix());
            });
            statements.add(new SqlScript.Statement(text.substring(start, end), lineOf(start)));
        }
        start = -1;
        words.clear();
    }

    private String last() {
        return words.isEmpty() ? "" : words.get(words.size() - 1);
    }

    private static String leftOpen(Token token) {
        String what = switch (token.kind()) {
            case COMMENT -> "a comment";
            case QUOTED_NAME -> "a name in double quotes";
            case DOLLAR_STRING -> "a string in dollar quotes";
            default -> "a string";
        };
        return what + " begins here and never ends";
    }

    private UpgradeException refuse(int at, String problem, String fix) {
        return SqlErrors.scriptInvalid(name, lineOf(at), problem, fix);
    }

    /** Counts on from the last question, so that a long script is read once; goes back only to name an error. */
    private int lineOf(int at) {
        if (at < countedTo) {
            countedTo = 0;
            line = 1;
        }
        for (; countedTo < at; countedTo++) {
            char c = text.charAt(countedTo);
            boolean carriageReturnAlone =
                    c == '\r' && !(countedTo + 1 < text.length() && text.charAt(countedTo + 1) == '\n');
            if (c == '\n' || carriageReturnAlone) {
                line++;
            }
        }
        return line;
    }

    private String firstLine(int from) {
        String rest = text.substring(from, Math.min(text.length(), from + 40));
        return SecretMask.mask(rest.lines().findFirst().orElse(rest).strip());
    }
}
