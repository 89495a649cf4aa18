package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SqlErrorsTest {

    @Test
    void unusableIdentifier() {
        assertThatThrownBy(() -> new Identifier("a\u0000"))
                .hasMessage(
                        "UPG-106 \"a\\0\" cannot be the name of a database object: a name has 1 to 63 bytes in UTF-8"
                                + " and no zero character; the server cuts a longer one without an error. Fix: choose"
                                + " another name.");
    }

    @Test
    void unusablePrefix() {
        assertThatThrownBy(() -> TableNames.of("public", "My"))
                .hasMessage(
                        "UPG-106 The table prefix \"My\" cannot be used: a prefix has 1 to 32 characters: lower-case"
                                + " letters a to z, digits and underscores, no digit first. Fix: choose one like"
                                + " \"database_\".");
    }

    @Test
    void unusableSchema() {
        assertThatThrownBy(() -> TableNames.of("my \"own\"", "up_"))
                .hasMessage("UPG-106 The schema \"my \"own\"\" cannot hold the library's tables: its name has a double"
                        + " quote, which Jdbi misreads in statements. Fix: choose another schema for them; your"
                        + " own tables may have any name.");
    }

    @Test
    void unusableLadder() {
        assertThatThrownBy(() -> LadderSettings.defaults().withFirstTimeout(Duration.ZERO))
                .hasMessage("UPG-106 The lock settings cannot be used: the first lock timeout must be 1 ms or more."
                        + " Fix: change it.");
        assertThatThrownBy(() -> new LadderSettings(
                        true, Duration.ofSeconds(1), 0, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO))
                .hasMessage(
                        "UPG-106 The lock settings cannot be used: the number of tries up to a patient one must be 1"
                                + " or more. Fix: change it.");
    }

    @Test
    void transactionEnded() {
        assertThat(SqlErrors.transactionEnded("commit()"))
                .hasMessage("UPG-403 An upgrade called commit() on its connection: the transaction belongs to the"
                        + " upgrader, and the upgrade's changes and its record commit together. Fix: leave the call"
                        + " out; use a savepoint where a part may fail, or mode = ONLINE where an upgrade needs several"
                        + " transactions.");
    }

    @Test
    void scriptNotFound() {
        assertThatThrownBy(() -> SqlScript.load(SqlErrorsTest.class, "no.sql"))
                .hasMessage("UPG-701 The script \"no.sql\" was not found: there is no resource"
                        + " /io/github/dbupgrader/sql/no.sql on the class path. Fix: put it there, or name it by its"
                        + " absolute path with a leading \"/\".");
        assertThatThrownBy(() -> SqlScript.load(SqlErrorsTest.class, "/no.sql"))
                .hasMessageContaining("there is no resource /no.sql on the class path");
    }

    @Test
    void scriptInvalid_openString() {
        assertThatThrownBy(() -> SqlScript.parse("a.sql", "select 'x"))
                .hasMessage(
                        "UPG-702 The script \"a.sql\" cannot be used as it is: line 1: a string begins here and never"
                                + " ends. Fix: close it.");
    }

    @Test
    void scriptInvalid_openParenthesis() {
        assertThatThrownBy(() -> SqlScript.parse("a.sql", "select ("))
                .hasMessage("UPG-702 The script \"a.sql\" cannot be used as it is: line 1: a parenthesis is opened and"
                        + " never closed. Fix: close it.");
    }

    @Test
    void scriptInvalid_openBody() {
        assertThatThrownBy(() -> SqlScript.parse("a.sql", "create function f() returns int begin atomic select 1;"))
                .hasMessage("UPG-702 The script \"a.sql\" cannot be used as it is: line 1: a function body BEGIN ATOMIC"
                        + " has no END. Fix: write its END.");
    }

    @Test
    void scriptInvalid_psqlCommand() {
        assertThatThrownBy(() -> SqlScript.parse("a.sql", "\\i b.sql"))
                .hasMessage(
                        "UPG-702 The script \"a.sql\" cannot be used as it is: line 1: \"\\i b.sql\" is a command of"
                                + " psql, and no SQL. Fix: write it as SQL, or load the data with the driver's"
                                + " CopyManager.");
    }

    @Test
    void scriptInvalid_copy() {
        assertThatThrownBy(() -> SqlScript.parse("a.sql", "copy t from stdin"))
                .hasMessage("UPG-702 The script \"a.sql\" cannot be used as it is: line 1: COPY FROM STDIN moves data"
                        + " through the client, and a script has none. Fix: write INSERT statements, or copy with the"
                        + " driver's CopyManager in the upgrade method.");
    }

    @Test
    void scriptInvalid_transaction() {
        assertThatThrownBy(() -> SqlScript.parse("a.sql", "\ncommit"))
                .hasMessage("UPG-702 The script \"a.sql\" cannot be used as it is: line 2: COMMIT controls the"
                        + " transaction, and the upgrade's changes and its record commit together. Fix: leave it out;"
                        + " use SAVEPOINT and ROLLBACK TO where a part may fail.");
    }

    @Test
    void scriptFailed() {
        SQLException cause = new SQLException("ERROR: role \"x\"\n  exists", "42710");

        assertThat(SqlErrors.scriptFailed(
                        "a.sql", new SqlScript.Statement("create role x\n  password 'secret'", 3), cause))
                .hasMessage("UPG-703 The statement on line 3 of the script \"a.sql\" failed: the database answered"
                        + " SQLSTATE 42710, ERROR: role \"x\" exists, to: create role x password '***'. Fix: mend the"
                        + " script or what it needs, and start again.")
                .hasCause(cause);
    }

    @Test
    void notPostgres() {
        assertThat(SqlErrors.notPostgres())
                .hasMessage("UPG-903 The connection cannot be used: it neither is a connection of the PostgreSQL driver"
                        + " nor unwraps to one. Fix: give a DataSource of org.postgresql, or a pool above one that"
                        + " supports unwrap.");
    }

    @Test
    void oldServer() {
        assertThat(SqlErrors.oldServer(130_014))
                .hasMessage("UPG-903 The server cannot be used: it is PostgreSQL 13, and the library works with 14 and"
                        + " later. Fix: upgrade the server.");
    }

    @Test
    void shortened_oneLineOf200Characters() {
        assertThat(SqlErrors.shortened(" select\n\t 1 ")).isEqualTo("select 1");
        assertThat(SqlErrors.shortened("x".repeat(200))).hasSize(200);
        assertThat(SqlErrors.shortened("x".repeat(201))).isEqualTo("x".repeat(200) + " …");
        assertThat(SqlErrors.shortened("x".repeat(199) + "😀")).isEqualTo("x".repeat(199) + " …");
    }
}
