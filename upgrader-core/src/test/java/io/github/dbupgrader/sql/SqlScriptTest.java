package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScriptTest {

    private static List<String> texts(String script) {
        return SqlScript.parse("s.sql", script).statements().stream()
                .map(SqlScript.Statement::text)
                .toList();
    }

    @Test
    void parse_nothing_hasNoStatements() {
        assertThat(texts("")).isEmpty();
        assertThat(texts(" ;; -- only this ; \n /* ; */ ;")).isEmpty();
    }

    @Test
    void parse_cutsAtSemicolons_andKeepsTheTextAsItIs() {
        assertThat(texts("select 1 ;\n  select\n 2 -- two\n ; select 3"))
                .containsExactly("select 1", "select\n 2", "select 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select ';', 'it''s;'",
                "select E'\\';', e'a\\\\'",
                "select E'a'\n'\\';'",
                "select 'a\\', 2",
                "select U&'\\0061;', B'01', N'x;', u&\"a;\"",
                "select \"a;\"\"b;\"",
                "select $$;$$, $a$;$$;$b$;$a$, $_1$;$_1$",
                "select a$b$c, $1",
                "select /* ; /* ; */ ; */ 1 -- ;\n + 2",
                "select 1 --;\r + 1",
                "create rule r as on insert to t do also (select 1; select 2)",
                "create function f() returns int begin atomic select 1; select case when true then 2 else 3 end; end",
                "create or replace procedure p() language sql begin atomic insert into t values (1); end",
                "create function f() returns int begin atomic select (case when true then 2 end); select 1; end",
                "savepoint s",
                "release savepoint s",
                "rollback to s",
                "rollback work to savepoint s",
                "rollback transaction to s",
                "prepare p as select 1",
                "copy t to '/tmp/x'",
                "copy t from '/tmp/stdin'",
                "create table begin_ (commit int)",
                "select a[1:2], 5 % 2, $1",
                "select ')'"
            })
    void parse_oneStatement_staysWhole(String statement) {
        assertThat(texts(statement)).containsExactly(statement);
        assertThat(texts(statement + ";\nselect 1")).containsExactly(statement, "select 1");
    }

    @Test
    void parse_namesTheLineOfTheStatementItself() {
        SqlScript script = SqlScript.parse("s.sql", "-- head\n\nselect 1;\r\n/* two\nlines */ select\r\n2;\rselect 3");

        assertThat(script.statements())
                .containsExactly(
                        new SqlScript.Statement("select 1", 3),
                        new SqlScript.Statement("select\r\n2", 5),
                        new SqlScript.Statement("select 3", 7));
        assertThat(script.name()).isEqualTo("s.sql");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        select 1;\\i other.sql              | 1: "\\i other.sql" is a command of psql, and no SQL
        `\n\\copy t from x`                 | 2: "\\copy t from x" is a command of psql, and no SQL
        `;\ncopy t (a, b) from stdin;\n1\t2\n\\.` | 2: COPY FROM STDIN moves data through the client, and a script has none
        copy (select 1) to stdout          | 1: COPY TO STDOUT moves data through the client, and a script has none
        `select 1;\n/* x */ begin`         | 2: BEGIN controls the transaction
        begin transaction isolation level serializable | 1: BEGIN controls the transaction
        Start Transaction                  | 1: START TRANSACTION controls the transaction
        commit and chain                   | 1: COMMIT controls the transaction
        end                                | 1: END controls the transaction
        abort                              | 1: ABORT controls the transaction
        rollback                           | 1: ROLLBACK controls the transaction
        rollback work                      | 1: ROLLBACK controls the transaction
        rollback prepared 'x'              | 1: ROLLBACK controls the transaction
        prepare transaction 'x'            | 1: PREPARE TRANSACTION controls the transaction
        `select\n'a ; select 1`            | 2: a string begins here and never ends
        select E'a\\'                      | 1: a string begins here and never ends
        select "a                          | 1: a name in double quotes begins here and never ends
        `select 1;\n\nselect $x$ $y$`      | 3: a string in dollar quotes begins here and never ends
        select 1 /* /* */                  | 1: a comment begins here and never ends
        `select 1;\nselect (1; select 2`   | 2: a parenthesis is opened and never closed
        `create function f() returns int\nbegin atomic select 1;` | 2: a function body BEGIN ATOMIC has no END
        """)
    void parse_whatDoesNotBelong_isRefusedWithItsLine(String script, String problem) {
        assertThatThrownBy(() -> SqlScript.parse("s.sql", script)).isInstanceOfSatisfying(UpgradeException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SCRIPT_INVALID);
            assertThat(e.why()).startsWith("line " + problem);
        });
    }

    @Test
    void load_relativeAndAbsolute_withoutByteOrderMark() {
        SqlScript relative = SqlScript.load(SqlScriptTest.class, "with-mark.sql");
        SqlScript absolute = SqlScript.load(SqlScriptTest.class, "/io/github/dbupgrader/sql/with-mark.sql");

        assertThat(relative.statements()).containsExactly(new SqlScript.Statement("select 'grüße'", 2));
        assertThat(absolute.statements()).isEqualTo(relative.statements());
        assertThat(relative.name()).isEqualTo("with-mark.sql");
    }

    @Test
    void load_notThere_isRefused() {
        assertThatThrownBy(() -> SqlScript.load(SqlScriptTest.class, "none.sql"))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCRIPT_NOT_FOUND));
    }
}
