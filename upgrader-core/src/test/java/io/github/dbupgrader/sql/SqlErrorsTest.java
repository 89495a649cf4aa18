package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

public class SqlErrorsTest implements PinnedTexts {

    private static final SQLException EXISTS = new SQLException("ERROR: role \"x\"\n  exists", "42710");

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(SqlErrors.class)
                .text(
                        SqlErrors.unusableFragment("condition", "kwh > 0)"),
                        "UPG-107 The condition \"kwh > 0)\" cannot be used: it is put into a statement, so it"
                                + " is not empty, closes every quote, comment and parenthesis that it opens, and has no"
                                + " semicolon. Fix: correct it.")
                .thrown(
                        () -> new Identifier("a\u0000"),
                        "UPG-106 \"a\\0\" cannot be the name of a database object: a name has 1 to 63 bytes in UTF-8"
                                + " and no zero character; the server cuts a longer one without an error. Fix: choose"
                                + " another name.")
                .thrown(
                        () -> TableNames.of("public", "My"),
                        "UPG-106 The table prefix \"My\" cannot be used: a prefix has 1 to 32 characters: lower-case"
                                + " letters a to z, digits and underscores, no digit first. Fix: choose one like"
                                + " \"database_\".")
                .thrown(
                        () -> TableNames.of("my \"own\"", "up_"),
                        "UPG-106 The schema \"my \"own\"\" cannot hold the library's tables: its name has a double"
                                + " quote, which Jdbi misreads in statements. Fix: choose another schema for them; your"
                                + " own tables may have any name.")
                .thrown(
                        () -> LadderSettings.defaults().withFirstTimeout(Duration.ZERO),
                        "UPG-106 The lock settings cannot be used: the first lock timeout must be 1 ms or more."
                                + " Fix: change it.")
                .thrown(
                        () -> new LadderSettings(
                                true,
                                Duration.ofSeconds(1),
                                0,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1),
                                Duration.ZERO),
                        "UPG-106 The lock settings cannot be used: the number of tries up to a patient one must be 1"
                                + " or more. Fix: change it.")
                .text(
                        SqlErrors.transactionEnded("commit()"),
                        "UPG-403 An upgrade called commit() on its connection: the transaction belongs to the"
                                + " upgrader, and the upgrade's changes and its record commit together. Fix: leave the call"
                                + " out; use a savepoint where a part may fail, or mode = ONLINE where an upgrade needs several"
                                + " transactions.")
                .thrown(
                        () -> SqlScript.load(SqlErrorsTest.class, "no.sql"),
                        "UPG-701 The script \"no.sql\" was not found: there is no resource"
                                + " /io/github/dbupgrader/sql/no.sql on the class path. Fix: put it there, or name it by its"
                                + " absolute path with a leading \"/\".")
                .thrown(
                        () -> SqlScript.parse("a.sql", "select 'x"),
                        "UPG-702 The script \"a.sql\" cannot be used as it is: line 1: a string begins here and never"
                                + " ends. Fix: close it.")
                .thrown(
                        () -> SqlScript.parse("a.sql", "select ("),
                        "UPG-702 The script \"a.sql\" cannot be used as it is: line 1: a parenthesis is opened and"
                                + " never closed. Fix: close it.")
                .thrown(
                        () -> SqlScript.parse("a.sql", "create function f() returns int begin atomic select 1;"),
                        "UPG-702 The script \"a.sql\" cannot be used as it is: line 1: a function body BEGIN ATOMIC"
                                + " has no END. Fix: write its END.")
                .thrown(
                        () -> SqlScript.parse("a.sql", "\\i b.sql"),
                        "UPG-702 The script \"a.sql\" cannot be used as it is: line 1: \"\\i b.sql\" is a command of"
                                + " psql, and no SQL. Fix: write it as SQL, or load the data with the driver's"
                                + " CopyManager.")
                .thrown(
                        () -> SqlScript.parse("a.sql", "copy t from stdin"),
                        "UPG-702 The script \"a.sql\" cannot be used as it is: line 1: COPY FROM STDIN moves data"
                                + " through the client, and a script has none. Fix: write INSERT statements, or copy with the"
                                + " driver's CopyManager in the upgrade method.")
                .thrown(
                        () -> SqlScript.parse("a.sql", "\ncommit"),
                        "UPG-702 The script \"a.sql\" cannot be used as it is: line 2: COMMIT controls the"
                                + " transaction, and the upgrade's changes and its record commit together. Fix: leave it out;"
                                + " use SAVEPOINT and ROLLBACK TO where a part may fail.")
                .text(
                        SqlErrors.scriptFailed(
                                "a.sql", new SqlScript.Statement("create role x\n  password 'secret'", 3), EXISTS),
                        "UPG-703 The statement on line 3 of the script \"a.sql\" failed: the database answered"
                                + " SQLSTATE 42710, ERROR: role \"x\" exists, to: create role x password '***'. Fix: mend the"
                                + " script or what it needs, and start again.")
                .text(
                        SqlErrors.notPostgres(),
                        "UPG-903 The connection cannot be used: it neither is a connection of the PostgreSQL driver"
                                + " nor unwraps to one. Fix: give a DataSource of org.postgresql, or a pool above one that"
                                + " supports unwrap.")
                .text(
                        SqlErrors.oldServer(130_014),
                        "UPG-903 The server cannot be used: it is PostgreSQL 13, and the library works with 14 and"
                                + " later. Fix: upgrade the server.");
    }

    @Test
    void scriptNotFound_absolutePath_isNamedAsItIs() {
        assertThatThrownBy(() -> SqlScript.load(SqlErrorsTest.class, "/no.sql"))
                .hasMessageContaining("there is no resource /no.sql on the class path");
    }

    @Test
    void scriptFailed_keepsItsCause() {
        assertThat(SqlErrors.scriptFailed("a.sql", new SqlScript.Statement("select 1", 1), EXISTS))
                .hasCause(EXISTS);
    }

    @Test
    void shortened_oneLineOf200Characters() {
        assertThat(SqlErrors.shortened(" select\n\t 1 ")).isEqualTo("select 1");
        assertThat(SqlErrors.shortened("x".repeat(200))).hasSize(200);
        assertThat(SqlErrors.shortened("x".repeat(201))).isEqualTo("x".repeat(200) + " …");
        assertThat(SqlErrors.shortened("x".repeat(199) + "😀")).isEqualTo("x".repeat(199) + " …");
    }
}
