package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.io.StringReader;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What the view shares with that of a renamed table is in {@link RenameTableTest}. One database for all of it. */
@DatabaseTest
class RenameColumnThroughViewTest {

    private static String setup;
    private static String reader;

    private final ChangeRun expand = ChangeRun.of(
            s -> s.table("energy").renameColumnThroughView("energy_kwh", "kwh").expand());
    private final ChangeRun contract = ChangeRun.of(s -> s.table("energy")
            .renameColumnThroughView("energy_kwh", "kwh")
            .lookingFor(Duration.ZERO)
            .contract());
    private final ChangeRun revert = ChangeRun.of(
            s -> s.table("energy").renameColumnThroughView("energy_kwh", "kwh").revert());

    @BeforeAll
    static void database(TestDatabase shared) {
        reader = shared.role("reader");
        setup =
                "create table energy (id int primary key, energy_kwh int default 3 check (energy_kwh >= 0), device text);"
                        + " create index energy_kwh_idx on energy (energy_kwh); create view seen as select energy_kwh from energy;"
                        + " grant select (energy_kwh), update (energy_kwh) on energy to " + reader
                        + "; insert into energy values (1, 5, 'a');";
    }

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("drop schema public cascade; create schema public; grant usage on schema public to " + reader
                + ";" + setup);
    }

    private static String dump(TestDatabase database) {
        return SchemaDump.of(database.dataSource()).text();
    }

    @Test
    @DisplayName("online 45: rows are inserted, updated, upserted and locked by either name, which show the same")
    void expand_bothNamesWork(TestDatabase database) throws Exception {
        expand.run(database);

        int id = 1;
        for (String name : new String[] {"energy_kwh", "kwh"}) {
            id++;
            database.execute("insert into energy (id, " + name + ") values (" + id + ", 7);"
                    + " update energy set " + name + " = " + name + " + 1 where id = " + id + ";"
                    + " insert into energy (id, " + name + ") values (1, 9) on conflict (id) do update set " + name
                    + " = excluded."
                    + name + " + 1;"
                    + " begin; select " + name + " from energy where " + name + " = 8 for update; commit");
            assertThat(database.rows("select energy_kwh, kwh from energy where id in (1, " + id + ") order by id"))
                    .containsExactly("10|10", "8|8");
        }
        database.execute("insert into energy (id) values (9)");
        assertThat(database.rows("select energy_kwh, kwh from energy where id = 9"))
                .containsExactly("3|3");
        try (Connection connection = database.dataSource(reader).getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("update energy set kwh = energy_kwh where kwh = 3"))
                    .isEqualTo(1);
            assertThatThrownBy(() -> statement.execute("select device from energy"))
                    .hasMessageContaining("denied");
        }
    }

    @Test
    @DisplayName("online 45: what a view cannot do fails at once and loudly, as the page says")
    void expand_whatAViewCannot_fails(TestDatabase database) throws Exception {
        expand.run(database);

        assertThatThrownBy(() -> database.execute("update energy set kwh = 1, energy_kwh = 2"))
                .hasStackTraceContaining("multiple assignments");
        assertThatThrownBy(() -> database.execute("insert into energy (id, kwh, energy_kwh) values (4, 1, 1)"))
                .hasStackTraceContaining("multiple assignments");
        assertThatThrownBy(() -> database.execute("truncate energy")).hasStackTraceContaining("is not a table");
        try (Connection connection = database.connect()) {
            assertThatThrownBy(() -> connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn("copy energy from stdin", new StringReader("")))
                    .hasMessageContaining("cannot copy to view");
        }
        String merge =
                "merge into energy e using (values (1)) v (id) on e.id = v.id when matched then update set kwh = 0";
        if (database.serverVersion() >= 17) {
            database.execute(merge);
            assertThat(database.queryText("select energy_kwh from energy")).isEqualTo("0");
        } else {
            assertThatThrownBy(() -> database.execute(merge)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @DisplayName("online 40, 45: reverted, the catalogue is what it was; contracted, it is that of a plain rename")
    void contractAndRevert_endAsPlainStatements(TestDatabase database) throws Exception {
        String before = dump(database);
        expand.run(database);
        revert.run(database);
        revert.run(database);
        assertThat(dump(database)).isEqualTo(before);

        expand.run(database);
        database.execute(
                "create function f() returns bigint language plpgsql as 'begin return (select sum(energy_kwh) from energy); end'");
        assertThatThrownBy(() -> contract.run(database)).hasMessageContaining("the old name is in the body of f()");
        database.execute("drop function f()");
        contract.run(database);
        contract.run(database);
        String made = dump(database);
        assertThatThrownBy(() -> revert.run(database)).hasMessageContaining("the old name is gone");
        table(database);
        database.execute("alter table energy rename energy_kwh to kwh");
        assertThat(made).isEqualTo(dump(database));
    }

    @Test
    void expand_whatCannotBe_isRefused(TestDatabase database) {
        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("energy")
                                .renameColumnThroughView("device", "id")
                                .expand())
                        .run(database))
                .hasMessageContaining("already has a column of the new name");
        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("energy")
                                .renameColumnThroughView("nothing", "n")
                                .expand())
                        .run(database))
                .hasMessageContaining("has no column nothing");
        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("energy").renameColumnThroughView("id", "id")))
                .hasMessageContaining("have the same name");
    }

    @Test
    @DisplayName("online 40: rollbacks restore the catalogue, that of contract the view too")
    void rename_rolledBack(TestDatabase database) {
        new CrashedChange(
                        database,
                        setup,
                        s -> s.table("energy")
                                .renameColumnThroughView("energy_kwh", "kwh")
                                .expand())
                .assertRollbackRestores();
        String base =
                HelperName.of("behind_view", TableName.of("energy").name()).quoted();
        new CrashedChange(
                        database,
                        setup + "drop view seen; alter table energy rename to " + base + "; create view energy as"
                                + " select id, energy_kwh, device, energy_kwh as kwh from " + base,
                        s -> s.table("energy")
                                .renameColumnThroughView("energy_kwh", "kwh")
                                .lookingFor(Duration.ZERO)
                                .contract())
                .assertRollbackRestores();
    }
}
