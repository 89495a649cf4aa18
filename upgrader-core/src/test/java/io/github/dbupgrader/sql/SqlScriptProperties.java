package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.error.UpgradeException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SqlScriptProperties {

    @Provide
    Arbitrary<String> statements() {
        Arbitrary<String> text =
                Arbitraries.strings().withChars("ab ;'\"$\n\\-/*()").ofMaxLength(8);
        Arbitrary<String> part = Arbitraries.oneOf(
                text.map(t -> "'" + t.replace("'", "''") + "'"),
                // the comma, because a string on the next line would go on with it, backslashes and all
                text.map(t -> "E'" + t.replace("\\", "\\\\").replace("'", "\\'") + "',"),
                text.map(t -> "\"x" + t.replace("\"", "\"\"") + "\""),
                text.filter(t -> !t.contains("$q")).map(t -> "$q$" + t + "$q$"),
                text.map(t -> "/*" + t.replace("/", "").replace("*", "") + "*/"),
                text.map(t -> "--" + t.replace("\n", "") + "\n"),
                text.map(t -> "(" + t.replaceAll("[^ab;]", "") + ")"),
                Arbitraries.of("a", "1", "+", "$1", ", ", "\n", "begin", "end", "case"));
        return part.list().ofMaxSize(6).map(parts -> "select " + String.join(" ", parts) + " x");
    }

    @Property
    void joiningStatementsAndCuttingAgainIsTheIdentity(@ForAll("scripts") List<String> statements) {
        List<String> cut = SqlScript.parse("s", String.join(";", statements)).statements().stream()
                .map(SqlScript.Statement::text)
                .toList();

        assertThat(cut).isEqualTo(statements);
    }

    @Property
    void linesPointToTheStatements(@ForAll("scripts") List<String> statements) {
        String script = String.join(";\n\n", statements);

        for (SqlScript.Statement statement : SqlScript.parse("s", script).statements()) {
            List<String> lines = List.of(script.split("\n", -1));
            assertThat(lines.get(statement.line() - 1))
                    .contains(statement.text().split("\n", -1)[0]);
        }
    }

    @Property
    void anyTextIsCutOrRefused(@ForAll("noise") String text) {
        try {
            List<SqlScript.Statement> statements = SqlScript.parse("s", text).statements();
            assertThat(statements).allSatisfy(s -> assertThat(text).contains(s.text()));
        } catch (UpgradeException refused) {
            assertThat(refused.why()).startsWith("line ");
        }
    }

    @Provide
    Arbitrary<List<String>> scripts() {
        return statements().list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.of(
                        "create", "begin", "atomic", "end", "case", "copy", "from", "stdin", "select", "'", "\"", "$$",
                        "$a$", "E'", "\\", "--", "/*", "*/", "(", ")", ";", " ", "\n", "\r", "ü", "\uD83D")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }
}
