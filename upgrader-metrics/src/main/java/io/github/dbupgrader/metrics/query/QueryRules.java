package io.github.dbupgrader.metrics.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The first wall before a query: exactly one statement, one that returns rows and changes nothing, and none of the functions that reach beyond the
 * transaction it runs in.
 *
 * <p>It reads tokens, never the text, so that words in literals, comments and quoted names mean nothing. It is not the only wall: the engine runs what passes in a read-only
 * transaction, and the engine's own parser has to take it for a query.
 *
 * <p>Call only. Immutable.
 */
public final class QueryRules {
    private static final Set<String> CHANGES = Set.of("insert", "update", "delete", "merge");

    private final Set<String> beginnings;
    private final boolean selectInto;
    private final Set<String> functions;
    private final List<String> functionPrefixes;

    private QueryRules(
            Set<String> beginnings, boolean selectInto, Set<String> functions, List<String> functionPrefixes) {
        this.beginnings = beginnings;
        this.selectInto = selectInto;
        this.functions = functions;
        this.functionPrefixes = functionPrefixes;
    }

    /** {@return the rules of standard SQL: a statement that begins with SELECT, WITH, VALUES or TABLE, no SELECT INTO, no locking clause} */
    public static QueryRules standard() {
        return new QueryRules(Set.of("select", "with", "values", "table"), true, Set.of(), List.of());
    }

    /**
     * Allows statements to begin with other words, too.
     *
     * @param words the words, in lower case
     * @return the new rules
     */
    public QueryRules beginningAlsoWith(String... words) {
        Set<String> all = new HashSet<>(beginnings);
        all.addAll(List.of(words));
        return new QueryRules(Set.copyOf(all), selectInto, functions, functionPrefixes);
    }

    /** {@return rules that leave the word INTO alone, for an engine that has no SELECT INTO and uses the word elsewhere} */
    public QueryRules withoutSelectInto() {
        return new QueryRules(beginnings, false, functions, functionPrefixes);
    }

    /**
     * Refuses calls of functions.
     *
     * @param names their names, in lower case; one that ends with {@code *} stands for all that begin so
     * @return the new rules
     */
    public QueryRules withoutFunctions(String... names) {
        Set<String> whole = new HashSet<>(functions);
        List<String> prefixes = new ArrayList<>(functionPrefixes);
        for (String name : names) {
            if (name.endsWith("*")) {
                prefixes.add(name.substring(0, name.length() - 1));
            } else {
                whole.add(name);
            }
        }
        return new QueryRules(beginnings, selectInto, Set.copyOf(whole), List.copyOf(prefixes));
    }

    /**
     * Looks at a text.
     *
     * @param sql the text
     * @throws QueryException if it is refused, with the reason
     */
    public void check(String sql) {
        List<SqlToken> tokens = statement(sql);
        SqlToken first = tokens.stream()
                .filter(token -> !token.isSymbol('('))
                .findFirst()
                .orElse(tokens.get(0));
        if (!first.is(beginnings.toArray(String[]::new))) {
            throw QueryErrors.notAQuery(first.text());
        }
        for (int at = 0; at < tokens.size(); at++) {
            checkWord(tokens, at);
            checkFunction(sql, tokens, at);
        }
        if (first.is("with")) {
            checkMainStatement(tokens);
        }
    }

    /** The text of the one statement, without a semicolon or comments behind it, so that it can stand in brackets. */
    static String withoutTail(String sql) {
        List<SqlToken> tokens = statement(sql);
        return sql.substring(0, tokens.get(tokens.size() - 1).end());
    }

    // The tokens without semicolons at the end. A semicolon anywhere else is a second statement, whatever brackets it
    // stands in: the server would read it so.
    private static List<SqlToken> statement(String sql) {
        List<SqlToken> tokens = SqlTokens.of(sql);
        int end = tokens.size();
        while (end > 0 && tokens.get(end - 1).isSymbol(';')) {
            end--;
        }
        if (end == 0) {
            throw QueryErrors.empty();
        }
        List<SqlToken> statement = tokens.subList(0, end);
        if (statement.stream().anyMatch(token -> token.isSymbol(';'))) {
            throw QueryErrors.severalStatements();
        }
        return statement;
    }

    private void checkWord(List<SqlToken> tokens, int at) {
        SqlToken token = tokens.get(at);
        boolean label =
                at > 0 && (tokens.get(at - 1).is("as") || tokens.get(at - 1).isSymbol('.'));
        if (selectInto && token.is("into") && !label) {
            throw QueryErrors.selectInto();
        }
        if (token.is("for") && !label && isLockingClause(tokens, at + 1)) {
            throw QueryErrors.lockingClause();
        }
        if (token.isSymbol('(')
                && at > 0
                && tokens.get(at - 1).is("as", "materialized")
                && at + 1 < tokens.size()
                && isChange(tokens.get(at + 1))) {
            throw QueryErrors.changesData(tokens.get(at + 1).text());
        }
    }

    private static boolean isLockingClause(List<SqlToken> tokens, int at) {
        if (at >= tokens.size()) {
            return false;
        }
        SqlToken next = tokens.get(at);
        return next.is("update", "share")
                || (at + 1 < tokens.size()
                        && ((next.is("no") && tokens.get(at + 1).is("key"))
                                || (next.is("key") && tokens.get(at + 1).is("share"))));
    }

    // After WITH the statement itself may still be one that changes rows: the first word behind the last of the queries
    // in brackets tells.
    private static void checkMainStatement(List<SqlToken> tokens) {
        int depth = 0;
        for (int at = 0; at + 1 < tokens.size(); at++) {
            if (tokens.get(at).isSymbol('(')) {
                depth++;
            } else if (tokens.get(at).isSymbol(')')) {
                depth--;
                SqlToken next = tokens.get(at + 1);
                if (depth == 0 && next.is("select", "values", "table")) {
                    return;
                }
                if (depth == 0 && isChange(next)) {
                    throw QueryErrors.changesData(next.text());
                }
            }
        }
    }

    private static boolean isChange(SqlToken token) {
        return token.kind() == SqlToken.Kind.WORD && CHANGES.contains(token.folded());
    }

    private void checkFunction(String sql, List<SqlToken> tokens, int at) {
        SqlToken token = tokens.get(at);
        boolean called = at + 1 < tokens.size() && tokens.get(at + 1).isSymbol('(');
        if (!called) {
            return;
        }
        if (token.kind() == SqlToken.Kind.QUOTED_NAME && hasUnicodeEscapes(sql, token)) {
            // its name could be any
            throw QueryErrors.forbiddenFunction("U&\"" + token.text() + "\"");
        }
        if (token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.QUOTED_NAME) {
            String name = token.kind() == SqlToken.Kind.WORD ? token.folded() : token.text();
            if (functions.contains(name) || functionPrefixes.stream().anyMatch(name::startsWith)) {
                throw QueryErrors.forbiddenFunction(name);
            }
        }
    }

    private static boolean hasUnicodeEscapes(String sql, SqlToken name) {
        return name.start() >= 2
                && sql.substring(name.start() - 2, name.start())
                        .toLowerCase(Locale.ROOT)
                        .equals("u&");
    }
}
