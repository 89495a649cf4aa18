package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What contract waits for. Each refusal changes nothing, and contract works when its reason is gone. */
@DatabaseTest
class ContractGatesTest {

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("create table t (id int primary key, a int, b text); create index a_idx on t (a);"
                + " insert into t select n, n, 'x' from generate_series(1, 20) n");
    }

    private static Upgrades expanded(TestDatabase database) {
        Upgrades upgrades = Upgrades.of(database);
        upgrades.run(schema -> schema.table("t").renameColumn("a", "c").expand());
        return upgrades;
    }

    private static void contract(Upgrades upgrades, UnaryOperator<RenameColumn> how) {
        upgrades.run(
                schema -> how.apply(schema.table("t").renameColumn("a", "c").lookingFor(Duration.ZERO))
                        .contract());
    }

    private static void contract(Upgrades upgrades) {
        contract(upgrades, rename -> rename);
    }

    private static String columns(TestDatabase database) {
        return database.queryText(
                "select string_agg(attname, ' ' order by attname) from pg_attribute where attrelid = 't'::regclass"
                        + " and attnum > 0 and not attisdropped");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "online 41: whatever names the old column, by pg_depend, stops contract until it is gone, and is listed at expand")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "create view v as select a from t ! view public.v ! drop view v",
                "create materialized view m as select a from t ! materialized view public.m ! drop materialized view m",
                "create policy p on t using (a > 0) ! policy p on table public.t ! drop policy p on t",
                "create statistics s on a, b from t ! statistics object public.s ! drop statistics s",
                "alter table t add constraint e exclude using btree (a with =) ! constraint e on table public.t ! alter table t drop constraint e",
                "create function f() returns trigger language plpgsql as 'begin return new; end'; create trigger g after update of a on t for each row execute function f() ! trigger g on table public.t ! drop trigger g on t",
                "create function f() returns bigint language sql begin atomic select sum(a) from t; end ! function public.f() ! drop function f()"
            })
    void contract_dependent_isRefused(String make, String name, String drop, TestDatabase database) {
        database.execute(make);
        Upgrades upgrades = expanded(database);
        assertThat(database.rows("select unnest(not_copied) from database_schema_transitions"))
                .containsExactly(name);

        assertThatThrownBy(() -> contract(upgrades)).hasMessageContaining("the old column is still used by " + name);

        assertThat(columns(database)).isEqualTo("a b c id");
        database.execute(drop);
        contract(upgrades);
        assertThat(columns(database)).isEqualTo("b c id");
    }

    @Test
    @DisplayName(
            "online 41: publications' column lists, which servers from 15 on know; one of the whole table is in nobody's way")
    void contract_publication_isRefusedWhereItNamesTheColumn(TestDatabase database) {
        database.execute("create publication p for table t");
        Upgrades upgrades = expanded(database);
        if (database.serverVersion() >= 15) {
            database.execute("alter publication p set table t (id, a)");
            assertThatThrownBy(() -> contract(upgrades))
                    .hasMessageContaining("publication of table public.t in publication p");
            database.execute("alter publication p set table t (id, c)");
        } else {
            assertThatThrownBy(() -> database.execute("alter publication p set table t (id, a)"))
                    .hasStackTraceContaining("syntax error");
        }

        contract(upgrades);
        assertThat(columns(database)).isEqualTo("b c id");
        assertThat(database.queryLong("select count(*) from pg_publication_tables where tablename = 't'"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @DisplayName(
            "online 41: functions are found by the text of their bodies, if they name column and table or are triggers of the table")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "create function f() returns bigint language plpgsql as 'begin return (select sum(A) from t); end' ! f()",
                "create function f() returns trigger language plpgsql as 'begin new.b = new.a; return new; end'; create trigger g before update on t for each row execute function f() ! f()",
                "create function f() returns int language plpgsql as 'begin return (select max(ab) from t); end' ! none",
                "create function f() returns int language plpgsql as 'begin return (select a from other); end' ! none"
            })
    void contract_functionBody_isRefused(String make, String name, TestDatabase database) {
        Upgrades upgrades = expanded(database);
        database.execute(make);
        if (!name.equals("none")) {
            assertThatThrownBy(() -> contract(upgrades))
                    .hasMessageContaining("the old column is named in the body of " + name);
            contract(upgrades, rename -> rename.ignoringFunction("f"));
        } else {
            contract(upgrades);
        }
        assertThat(columns(database)).isEqualTo("b c id");
    }

    @Test
    @DisplayName("online 33, 41: rows written past the trigger stop contract, with their keys, until they are mended")
    void contract_difference_isRefused(TestDatabase database) {
        Upgrades upgrades = expanded(database);
        database.execute("set session_replication_role = replica; update t set a = -1 where id in (7, 9)");

        assertThatThrownBy(() -> contract(upgrades)).hasMessageContaining("id = 7; id = 9");

        database.execute("update t set c = 100 where id in (7, 9)");
        contract(upgrades);
        assertThat(database.rows("select id, c from t where id in (7, 9) order by id"))
                .containsExactly("7|100", "9|100");
    }

    @Test
    @DisplayName("online 41: an unfinished expand stops contract")
    void contract_notSynced_isRefused(TestDatabase database) {
        Upgrades upgrades = expanded(database);
        database.execute("update database_schema_transitions set state = 'EXPANDED'");

        assertThatThrownBy(() -> contract(upgrades))
                .hasMessageContaining("its state is EXPANDED and contract needs SYNCED");
    }

    @Test
    @DisplayName("online 42: an index made after expand is not lost silently")
    void contract_indexSinceExpand_isRefused(TestDatabase database) {
        Upgrades upgrades = expanded(database);
        database.execute("create index later on t (b, a)");

        assertThatThrownBy(() -> contract(upgrades))
                .hasMessageContaining("the new column lacks what the old one has: later (copy later_copy_");

        database.execute("drop index later");
        contract(upgrades);
        assertThat(database.rows(
                        "select indexrelid::regclass from pg_index where indrelid = 't'::regclass order by 1::text"))
                .containsExactlyInAnyOrder("a_idx", "t_pkey");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("online 41: sessions of older services stop contract, unknown ones only if asked for")
    @CsvSource({
        "energy-api/1.2.9, older",
        "energy-api/1.3.0, fine",
        "energy-api/1.10.0, fine",
        "energy-api/1.3.0-SNAPSHOT, older",
        "energy-api, older",
        "billing/1.0.0, fine",
        "psql, unknown",
        "'', unknown"
    })
    void contract_sessions(String name, String verdict, TestDatabase database) throws SQLException {
        Upgrades upgrades = expanded(database);
        var dataSource = database.dataSource();
        dataSource.setApplicationName(name);
        try (Connection session = dataSource.getConnection()) {
            session.createStatement().execute("set application_name to '" + name + "'");
            if (verdict.equals("older")) {
                assertThatThrownBy(() -> contract(upgrades, r -> r.whenNoOlderThan("energy-api", "1.3.0")))
                        .hasMessageContaining(
                                "sessions that may still use the old column are connected: " + name + ".");
            } else if (verdict.equals("unknown")) {
                assertThatThrownBy(() -> contract(
                                upgrades,
                                r -> r.whenNoOlderThan("energy-api", "1.3.0").refuseUnknownSessions()))
                        .hasMessageContaining(
                                (name == null || name.isEmpty() ? "one without a name" : name) + " (unknown version)");
            }
            if (!verdict.equals("older")) {
                contract(upgrades, r -> r.whenNoOlderThan("energy-api", "1.3.0"));
            }
        }
        if (verdict.equals("older")) {
            contract(upgrades, r -> r.whenNoOlderThan("energy-api", "1.3.0"));
        }
        assertThat(columns(database)).isEqualTo("b c id");
    }
}
