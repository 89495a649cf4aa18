package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The monthly energy of the schema change guide. One database for all of it. */
@DatabaseTest
class CreateViewTest {

    private static final String TABLE =
            "create table fact_energy_hourly (ts timestamp, device_id int, energy_kwh float);"
                    + " insert into fact_energy_hourly values ('2024-01-03', 1, 2), ('2024-01-04', 1, 3), ('2024-02-01', 2, 5);";

    private static final String MONTHLY = """
            select date_trunc('month', ts)::date as month, device_id, sum(energy_kwh) as total_kwh, count(*) as reading_count
            from fact_energy_hourly group by date_trunc('month', ts), device_id order by month desc -- newest first""";

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
    void create_isReadAtOnce(TestDatabase database) throws Exception {
        ChangeRun.of(s -> s.createView("v_energy_monthly", MONTHLY)).run(database);

        assertThat(database.rows("select * from v_energy_monthly"))
                .containsExactly("2024-02-01|2|5|1", "2024-01-01|1|5|2");
    }

    @Test
    void create_nameTaken_isRefused(TestDatabase database) {
        assertThatThrownBy(() -> ChangeRun.of(s -> s.createView("fact_energy_hourly", "select 1 as x"))
                        .run(database))
                .hasMessageContaining("other relation of that name exists");
    }

    @Test
    void create_queryThatEndsTheStatement_isRefusedWhereItIsWritten() {
        assertThatThrownBy(() -> ChangeRun.of(s -> s.createView("v", "select 1; drop table fact_energy_hourly")))
                .hasMessageContaining("query");
    }

    @Test
    @DisplayName("upgrades 15: in another schema, with another name")
    void create_inSchema_isRevertedThere(TestDatabase database) throws Exception {
        database.execute("create schema side");
        String before = dump(database);
        ChangeRun odd = ChangeRun.of(s -> s.createView("side", "Odd \"one", "select 1 as x"));

        odd.run(database);
        assertThat(dump(database)).contains("side.\"Odd \"\"one\"");
        odd.revert(database.dataSource());
        odd.revert(database.dataSource());

        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("online 40: a rollback restores the catalogue, and a crash at any statement is survived")
    void create_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(database, TABLE, s -> s.createView("v_energy_monthly", MONTHLY))
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }
}
