package io.github.dbupgrader.sql;

import io.github.dbupgrader.sql.SqlLexer.Kind;
import io.github.dbupgrader.sql.SqlLexer.Token;
import java.util.Optional;
import java.util.Set;

/** Finds the table that a statement names, where a look at its first words tells. */
final class StatementTable {

    private static final Set<String> FILLERS =
            Set.of("if", "not", "exists", "only", "table", "concurrently", "materialized", "view", "foreign");

    private final SqlLexer lexer;
    private Token token;

    StatementTable(String statement) {
        this.lexer = new SqlLexer(statement);
        this.token = lexer.nextSolid();
    }

    Optional<String> find() {
        String first = take();
        return switch (first) {
            case "alter", "drop" -> isTable() ? name() : Optional.empty();
            case "truncate", "lock", "update" -> name();
            case "refresh" -> "materialized".equals(word()) ? name() : Optional.empty();
            case "delete" -> after("from").flatMap(found -> name());
            case "insert", "merge" -> after("into").flatMap(found -> name());
            case "create" -> create();
            case "comment" -> comment();
            default -> Optional.empty();
        };
    }

    private boolean isTable() {
        return Set.of("table", "view", "materialized", "foreign").contains(word());
    }

    private Optional<String> create() {
        while (Set.of("or", "replace", "unique", "constraint").contains(word())) {
            take();
        }
        boolean onTable =
                Set.of("index", "trigger", "policy", "rule", "statistics").contains(word());
        if (!onTable) {
            return Optional.empty();
        }
        boolean rule = "rule".equals(word());
        boolean statistics = "statistics".equals(word());
        return after(rule ? "to" : statistics ? "from" : "on").flatMap(found -> name());
    }

    private Optional<String> comment() {
        take();
        String kind = take();
        if ("column".equals(kind)) {
            return name().flatMap(StatementTable::withoutColumn);
        }
        return switch (kind) {
            case "table", "view", "materialized", "foreign" -> name();
            case "trigger", "constraint", "policy", "rule" -> after("on").flatMap(found -> name());
            default -> Optional.empty();
        };
    }

    /** Skips to behind a word; empty where it does not come before the end or a parenthesis. */
    private Optional<String> after(String wanted) {
        while (!atEnd() && !lexer.isSymbol(token, '(') && !lexer.isSymbol(token, ';')) {
            if (wanted.equals(take())) {
                return Optional.of(wanted);
            }
        }
        return Optional.empty();
    }

    private Optional<String> name() {
        while (FILLERS.contains(word())) {
            take();
        }
        StringBuilder name = new StringBuilder();
        while (token.kind() == Kind.WORD || token.kind() == Kind.QUOTED_NAME) {
            name.append(lexer.textOf(token));
            take();
            if (!lexer.isSymbol(token, '.')) {
                return Optional.of(name.toString());
            }
            name.append('.');
            take();
        }
        return Optional.empty();
    }

    private static Optional<String> withoutColumn(String column) {
        SqlLexer parts = new SqlLexer(column);
        int dot = -1;
        while (parts.hasNext()) {
            Token part = parts.next();
            dot = parts.isSymbol(part, '.') ? part.start() : dot;
        }
        return dot < 0 ? Optional.empty() : Optional.of(column.substring(0, dot));
    }

    private boolean atEnd() {
        return token.start() == token.end();
    }

    private String word() {
        return lexer.wordOf(token);
    }

    private String take() {
        String word = word();
        token = lexer.nextSolid();
        return word;
    }
}
