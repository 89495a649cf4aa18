package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

@DatabaseTest
class SqlScriptPostgresTest {

    private static void run(TestDatabase database, String script) throws SQLException {
        try (Connection connection = database.connect()) {
            SqlScript.parse("s.sql", script).run(connection);
        }
    }

    @Test
    void run_everyKindOfStatement(TestDatabase database) throws SQLException {
        run(database, """
            -- a script; with everything
            create table t (a int, b text);
            insert into t values (1, 'it''s; {d ''2020-01-01''}'), (2, E'a\\'; b');
            create rule r as on delete to t do instead (select 1; update t set b = 'deleted' where a = old.a);
            create function atomic_one(x int) returns text language sql begin atomic
              select case when x > 1 then (select case x when 2 then 'two' end) else 'one' end;
            end;
            create function "semi;colon"() returns int language plpgsql as $body$
            begin
              perform 1; /* ; */
              return case when true then 7 end;
            end; $body$;
            /* /* nested; */ */
            insert into t select 3, jsonb_build_object('k', 1)::text where '{"k": 1}'::jsonb ? 'k';
            """);

        assertThat(database.rows("select b from t order by a"))
                .hasSize(3)
                .first()
                .asString()
                .contains("it's; {d '2020-01-01'}");
        assertThat(database.queryText("select atomic_one(2)")).isEqualTo("two");
        assertThat(database.queryText("select atomic_one(1)")).isEqualTo("one");
        assertThat(database.queryLong("select \"semi;colon\"()")).isEqualTo(7);
    }

    @Test
    void run_bodyOfSeveralStatements(TestDatabase database) throws SQLException {
        run(database, """
            create table t (a int);
            create procedure p() language sql begin atomic
              insert into t values (1);
              insert into t select case when true then 2 end;
            end;
            call p();
            """);

        assertThat(database.queryLong("select sum(a) from t")).isEqualTo(3);
    }

    @Test
    void run_failing_namesScriptLineAndStatement(TestDatabase database) {
        assertThatThrownBy(() -> run(database, "select 1;\n\nselect *\n  from nowhere;\nselect 2"))
                .isInstanceOfSatisfying(UpgradeException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.SCRIPT_FAILED);
                    assertThat(e.what()).isEqualTo("The statement on line 3 of the script \"s.sql\" failed");
                    assertThat(e.why())
                            .contains("42P01")
                            .contains("\"nowhere\"")
                            .endsWith("to: select * from nowhere");
                })
                .hasCauseInstanceOf(PSQLException.class);
    }
}
