package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One database for all of it. */
@DatabaseTest
class AddEnumValueTest {

    private static final String TABLE = "create type kind as enum ('hour', 'day'); create table energy (kind kind);";

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
    void add_usedInTheSameUpgrade_isThere(TestDatabase database) throws Exception {
        ChangeRun.of(s -> {
                    s.addEnumValue("kind", "it's \\ a month");
                    s.sql("use it", "insert into energy values ('it''s \\ a month')", "delete from energy");
                })
                .run(database);

        assertThat(database.rows("select enum_range(null::kind)::text[] = array['hour', 'day', 'it''s \\ a month']"))
                .containsExactly("t");
    }

    @Test
    @DisplayName("upgrades 15: in another schema, with another name; and to run again does no harm")
    void add_inSchema_twice(TestDatabase database) throws Exception {
        database.execute("create schema side; create type side.\"Odd kind\" as enum ('a')");
        ChangeRun change = ChangeRun.of(s -> s.addEnumValue("side", "Odd kind", "b"));

        change.run(database);
        change.run(database);

        assertThat(dump(database)).contains("side.\"Odd kind\" enum ('a', 'b')");
    }

    @Test
    @DisplayName("a crash at any statement is survived")
    void add_crashed(TestDatabase database) {
        new CrashedChange(database, TABLE, s -> s.addEnumValue("kind", "month")).assertCrashesAreSurvived();
    }
}
