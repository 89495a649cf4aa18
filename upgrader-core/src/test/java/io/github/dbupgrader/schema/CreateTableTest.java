package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The water consumption of the schema change guide. One database for all of it. */
@DatabaseTest
class CreateTableTest {

    private static final String TABLE = "create table generic_device (id int primary key);"
            + " create table ingest_file (file_id uuid primary key);";

    private static final String WATER = """
            create table water_consumption (
                id serial primary key,
                device_id integer references generic_device(id),
                ts timestamp not null,
                liters decimal(12,2),
                source_file uuid references ingest_file(file_id),
                created_at timestamptz default now()
            );
            create index idx_water_consumption_ts on water_consumption(ts);
            create index idx_water_consumption_device on water_consumption(device_id);
            """;

    private final ChangeRun change = ChangeRun.of(s -> s.createTable("water_consumption", WATER));

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
    void create_withIndexes_endsAsTheStatements(TestDatabase database) throws Exception {
        change.run(database);

        String made = dump(database);
        database.execute("drop table water_consumption;" + WATER);
        assertThat(made).isEqualTo(dump(database)).contains("idx_water_consumption_device");
    }

    @Test
    void create_nameTakenOrOtherName_isRefusedAndLeavesNothing(TestDatabase database) {
        database.execute("create view seen as select 1 as x");
        String before = dump(database);

        assertThatThrownBy(() -> ChangeRun.of(s -> s.createTable("seen", "create table other (id int)"))
                        .run(database))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_CHANGE_REFUSED))
                .hasMessageContaining("other relation of that name exists");
        assertThatThrownBy(() -> ChangeRun.of(s -> s.createTable("water", "create table other (id int)"))
                        .run(database))
                .hasMessageContaining("after its statements there is no water");

        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("upgrades 15: in another schema, with another name")
    void create_inSchema_isRevertedThere(TestDatabase database) throws Exception {
        database.execute("create schema side");
        String before = dump(database);
        ChangeRun odd =
                ChangeRun.of(s -> s.createTable("side", "Odd \"one", "create table side.\"Odd \"\"one\" (id int)"));

        odd.run(database);
        odd.revert(database.dataSource());
        odd.revert(database.dataSource());

        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("online 40: a rollback restores the catalogue, and a crash at any statement is survived")
    void create_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(database, TABLE, s -> s.createTable("water_consumption", WATER))
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }
}
