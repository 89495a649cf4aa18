package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One database for all of it. */
@DatabaseTest
class RawSqlTest {

    private static final String TABLE = "create table energy (id int primary key);";

    private static final String DO = "create function twice(n int) returns int language sql as $$ select n * 2; $$;"
            + " comment on function twice is 'a ; b ? :c'";
    private static final String UNDO = "drop function twice(int)";

    @BeforeAll
    static void database(TestDatabase shared) {}

    @BeforeEach
    void table(TestDatabase database) {
        database.execute(
                "drop schema if exists side cascade; drop schema public cascade; create schema public;" + TABLE);
    }

    private static String dump(TestDatabase database) {
        return SchemaDump.of(database.dataSource()).text();
    }

    @Test
    void sql_severalStatements_areRun(TestDatabase database) throws Exception {
        ChangeRun change = ChangeRun.of(s -> s.sql("twice", DO, UNDO));
        String before = dump(database);

        change.run(database);
        assertThat(database.queryText("select obj_description('twice'::regproc)"))
                .isEqualTo("a ; b ? :c");
        change.revert(database.dataSource());

        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    void sql_thatEndsTheTransactionOrIsLeftOpen_isRefusedWhereItIsWritten() {
        assertThatThrownBy(() -> ChangeRun.of(s -> s.sql("open", "select 'x", UNDO)))
                .isInstanceOf(UpgradeException.class);
        assertThatThrownBy(() -> ChangeRun.of(s -> s.sql("end", "create table x (id int); commit", UNDO)))
                .isInstanceOf(UpgradeException.class);
    }

    @Test
    @DisplayName("online 40: a rollback restores the catalogue, and a crash at any statement is survived")
    void sql_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(database, TABLE, s -> s.sql("twice", DO, UNDO))
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }
}
