package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Views of the energy of the schema change guide, with all that a view can have. One database for all of it; what readers see is in {@link ReplaceViewRaceTest}. */
@DatabaseTest
class ReplaceViewTest {

    private static final String QUERY = "select ts, device_id, energy_kwh from fact_energy_hourly where device_id > 0";
    private static final String OTHER_ORDER =
            "select energy_kwh, device_id, ts from fact_energy_hourly where device_id > 0 -- newest first";
    private static final String APPENDED =
            "select ts, device_id, energy_kwh, energy_kwh * 1000 as wh from fact_energy_hourly where device_id > 0";

    private static String setup;

    @BeforeAll
    static void database(TestDatabase shared) {
        String owner = shared.role("owner");
        String reader = shared.role("reader");
        String later = shared.role("later");
        setup = """
                create table fact_energy_hourly (ts timestamp, device_id int, energy_kwh float);
                insert into fact_energy_hourly values ('2024-01-03', 1, 2), ('2024-01-04', 1, 3), ('2024-02-01', 2, 5), ('2024-02-01', -1, 5);
                create function kept() returns trigger language plpgsql as 'begin return new; end';
                create view v_energy as QUERY;
                alter view v_energy set (security_barrier = true, check_option = local);
                alter view v_energy alter column energy_kwh set default 7;
                comment on view v_energy is 'It''s \\ energy';
                comment on column v_energy.energy_kwh is 'kWh: ? :name';
                create trigger v_energy_update instead of update on v_energy for each row execute function kept();
                comment on trigger v_energy_update on v_energy is 'checks';
                create rule v_energy_delete as on delete to v_energy do instead (
                  delete from fact_energy_hourly f where f.ts = old.ts; notify energy_gone);
                comment on rule v_energy_delete on v_energy is 'tells';
                create view v_daily as select ts::date as day, device_id, sum(energy_kwh) as total from v_energy group by 1, 2;
                create materialized view m_daily with (fillfactor = 70) as select day, sum(total) as total from v_daily group by 1;
                create unique index m_daily_day on m_daily (day);
                create index m_daily_total on m_daily ((total + 1)) where total > 0;
                comment on index m_daily_day is 'one a day';
                alter materialized view m_daily alter column total set statistics 7;
                create statistics m_daily_both on day, total from m_daily; alter statistics m_daily_both set statistics 9;
                comment on statistics m_daily_both is 'together';
                create materialized view m_empty as select day from m_daily with no data;
                create view v_top as select m.total, d.device_id, e.energy_kwh from m_daily m join v_daily d using (day) join v_energy e on e.ts = d.day;
                alter view v_daily owner to OWNER;
                alter materialized view m_daily owner to OWNER;
                grant select on fact_energy_hourly, v_energy to OWNER with grant option;
                grant select, insert on v_energy to public;
                grant select (ts), update (energy_kwh) on v_energy to READER;
                revoke all on v_daily from OWNER;
                grant select on v_daily to OWNER, READER;
                grant select on m_daily to READER with grant option;
                alter default privileges in schema public grant delete on tables to LATER;
                """.replace("QUERY", QUERY)
                .replace("OWNER", owner)
                .replace("READER", reader)
                .replace("LATER", later);
        if (shared.serverVersion() >= 15) {
            setup += "alter view v_daily set (security_invoker = true);";
        }
    }

    @BeforeEach
    void views(TestDatabase database) {
        database.execute(
                "drop schema if exists side cascade; drop schema public cascade; create schema public;" + setup);
    }

    private static void replace(TestDatabase database, String view, String query) throws Exception {
        ChangeRun.of(s -> s.replaceView(view, query)).run(database);
    }

    private static String dump(TestDatabase database) {
        return SchemaDump.of(database.dataSource()).text()
                + database.rows(
                        "select c.relname, pg_get_userbyid(relowner), relispopulated, attname, attstattarget, obj_description(t.oid),"
                                + " obj_description(r.oid) from pg_class c"
                                + " left join pg_attribute a on attrelid = c.oid and attnum > 0"
                                + " left join pg_trigger t on tgrelid = c.oid left join pg_rewrite r on ev_class = c.oid"
                                + " where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'i') order by 1, 4, 6, 7")
                + database.rows("select pg_get_statisticsobjdef(oid), stxstattarget, pg_get_userbyid(stxowner),"
                        + " obj_description(oid, 'pg_statistic_ext') from pg_statistic_ext order by 1");
    }

    private static String oids(TestDatabase database) {
        return database.queryText("select array['v_energy'::regclass::oid, 'v_daily'::regclass, 'm_daily'::regclass]");
    }

    @Test
    @DisplayName("online 44: appended columns: in place, with the options that the view has")
    void replace_appended_isInPlace(TestDatabase database) throws Exception {
        String before = oids(database);
        String options = "select reloptions from pg_class where relname = 'v_energy'";
        String had = database.queryText(options);

        replace(database, "v_energy", APPENDED);

        assertThat(oids(database)).isEqualTo(before);
        assertThat(database.queryText(options)).isEqualTo(had).contains("check_option=local");
        assertThat(database.rows("select wh from v_energy where device_id = 2")).containsExactly("5000");
    }

    @Test
    @DisplayName(
            "online 44, 49: otherwise it and all views on it are made again, and have what they had: owner, rights, comments, options, defaults, triggers, rules, indexes, data")
    void replace_otherOrder_keepsEverything(TestDatabase database) throws Exception {
        String before = dump(database);
        String oids = oids(database);

        replace(database, "v_energy", OTHER_ORDER);

        assertThat(oids(database)).isNotEqualTo(oids);
        assertThat(database.rows("select * from v_energy where device_id = 2"))
                .containsExactly("5|2|2024-02-01 00:00:00");
        assertThat(database.rows("select * from m_daily order by day"))
                .containsExactly("2024-01-03|2", "2024-01-04|3", "2024-02-01|5");
        replace(database, "v_energy", QUERY);
        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("online 44: neither writers of the tables nor their locks matter")
    void replace_tableIsWritten_doesNotWait(TestDatabase database) throws Exception {
        LockedTable writing = LockedTable.byWriter(database, "fact_energy_hourly");
        try (writing) {
            replace(database, "v_energy", OTHER_ORDER);
        }
    }

    @Test
    @DisplayName("online 44: a column that goes takes what belonged to it; one that a view on it reads may not go")
    void replace_withoutColumn(TestDatabase database) throws Exception {
        String before = dump(database);
        assertThatThrownBy(() -> replace(database, "v_energy", "select ts, device_id from fact_energy_hourly"))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_CHANGE_REFUSED))
                .hasMessageContaining("the view public.v_daily reads the view, and does not fit the new one")
                .hasMessageContaining("energy_kwh");
        assertThat(dump(database)).isEqualTo(before);

        database.execute("create view v_rest as select ts from v_energy;" + " drop view v_daily, v_top cascade");
        replace(database, "v_energy", "select device_id, ts from fact_energy_hourly");

        assertThat(dump(database))
                .contains("column public.v_energy #0001 device_id integer", "public.v_energy.ts {reader_");
        assertThat(dump(database)).doesNotContain("kWh: ?", "default 7").contains("It's \\ energy");
    }

    @ParameterizedTest
    @DisplayName("online 44: a materialized view is filled again or left empty, as wished; one that was empty stays so")
    @CsvSource({"true, t f", "false, f f"})
    void replace_materialized(boolean filled, String populated, TestDatabase database) throws Exception {
        String query = "select day, sum(total) + 1 as total from v_daily group by 1";

        ChangeRun.of(s -> {
                    if (filled) {
                        s.replaceView("m_daily", query);
                    } else {
                        s.replaceViewWithNoData("public", "m_daily", query);
                    }
                })
                .run(database);

        assertThat(database.queryText(
                        "select string_agg(relispopulated::text::char, ' ' order by relname) from pg_class"
                                + " where relkind = 'm'"))
                .isEqualTo(populated);
        assertThat(database.queryText(
                        "select count(*) from pg_index where indrelid = 'm_daily'::regclass and indisvalid"))
                .isEqualTo("2");
    }

    @Test
    @DisplayName("online 44: whatever would be lost is named, and nothing is changed")
    void replace_notReproducible_isRefused(TestDatabase database) {
        // by itself: the driver does not find the end of such a body where other statements follow
        database.execute(
                "create function sql_body() returns bigint language sql begin atomic select count(*) from v_daily; end");
        database.execute("create table typed (v v_daily); create table guarded (id int);"
                + " create policy seeing on guarded using (id in (select device_id from v_energy));"
                + " create rule ruled as on insert to guarded do also select 1 from v_daily;"
                + " create index spaced on m_daily (day) tablespace pg_default;"
                + " grant usage on type v_daily to public");
        String before = dump(database);

        assertThatThrownBy(() -> replace(database, "v_energy", OTHER_ORDER))
                .hasMessageContaining(
                        "these would be lost: column v of table typed, function sql_body(), policy seeing on table"
                                + " guarded, rights on the type of v_daily, rule ruled on guarded. Fix");

        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    void replace_noView_isRefused(TestDatabase database) {
        assertThatThrownBy(() -> replace(database, "nowhere", QUERY)).hasMessageContaining("there is no view nowhere");
        assertThatThrownBy(() -> replace(database, "fact_energy_hourly", QUERY))
                .hasMessageContaining("fact_energy_hourly is neither a view nor a materialized view");
        assertThatThrownBy(() -> replace(database, "v_energy", "select 1; drop table fact_energy_hourly"))
                .hasMessageContaining("query");
    }

    @ParameterizedTest
    @MethodSource("io.github.dbupgrader.schema.IndexVariantsTest#names")
    @DisplayName("online 44, upgrades 15: whatever the names, with an empty search_path")
    void replace_oddNames(String schema, String view, String above, String column, TestDatabase database)
            throws Exception {
        database.execute(database.queryText(
                "select format('create schema %1$I; create view %1$I.%2$I as select 1 as %4$I, 2 as b;"
                        + " create materialized view %1$I.%3$I as select %4$I from %1$I.%2$I; comment on view %1$I.%2$I is ''its''', '"
                        + String.join("', '", schema, view, above, column) + "')"));
        PGSimpleDataSource nowhere = database.dataSource();
        nowhere.setOptions("-c search_path=");
        String query = database.queryText("select format('select 3 as b, 4 as %I', '" + column + "')");

        ChangeRun.of(s -> s.replaceView(schema, view, query)).run(nowhere);

        String read = database.queryText(
                "select format('select %I from %I.%I', '" + String.join("', '", column, schema, above) + "')");
        assertThat(database.queryText(read)).isEqualTo("4");
        database.execute(database.queryText("select format('drop schema %I cascade', '" + schema + "')"));
    }

    @Test
    @DisplayName(
            "online 40, 44: a rollback restores the catalogue, also what belonged to columns that had gone, and a crash at any statement is survived")
    void replace_crashedAndRolledBack(TestDatabase database) {
        for (String query : List.of(APPENDED, "select device_id, ts from fact_energy_hourly")) {
            new CrashedChange(
                            database,
                            setup + "drop view v_daily, v_top cascade; create view v_two as select ts from v_energy",
                            s -> s.replaceView("v_energy", query))
                    .assertRollbackRestores();
        }
        new CrashedChange(
                        database,
                        "create table fact_energy_hourly (ts timestamp, device_id int, energy_kwh float); create view v_energy as "
                                + QUERY + "; create materialized view m as select ts from v_energy",
                        s -> s.replaceView("v_energy", OTHER_ORDER))
                .assertCrashesAreSurvived();
    }
}
