package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expand, contract and revert of a change of type. */
@DatabaseTest
class ChangeColumnTypeTest {

    private static final String TABLE = """
            create table t (id int primary key, amount int not null default 5 check (amount >= 0), kind text);
            create index amounts on t ((amount + 1)) where amount > 2;
            insert into t select n, n, 'k' || n from generate_series(1, 50) n""";

    private static ChangeColumnType change(Schema schema, String type) {
        return schema.table("t").changeType("amount", type).lookingFor(Duration.ZERO);
    }

    private static List<String> columns(TestDatabase database) {
        return database.rows(
                "select attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid) from pg_attribute"
                        + " left join pg_attrdef on adrelid = attrelid and adnum = attnum where attrelid = 't'::regclass and attnum > 0 and not attisdropped order by 1");
    }

    @Test
    @DisplayName("online 26: the type changes under the kept name, with default, NOT NULL, check and index")
    void expandAndContract_keepsTheName(TestDatabase database) {
        database.execute(TABLE);
        Upgrades upgrades = Upgrades.of(database);

        upgrades.run(schema -> change(schema, "bigint").expand());
        database.execute("insert into t (id) values (51); insert into t (id, amount) values (52, 7)");
        upgrades.run(schema -> change(schema, "bigint").contract());

        assertThat(columns(database))
                .containsExactly("amount|bigint|t|(5)::bigint", "id|integer|t|null", "kind|text|f|null");
        assertThat(database.rows("select amount from t where id in (1, 50, 51, 52) order by id"))
                .containsExactly("1", "50", "5", "7");
        assertThat(database.rows(
                        "select pg_get_indexdef(indexrelid) from pg_index where indrelid = 't'::regclass order by 1"))
                .containsExactly(
                        "CREATE INDEX amounts ON public.t USING btree (((amount + 1))) WHERE (amount > 2)",
                        "CREATE UNIQUE INDEX t_pkey ON public.t USING btree (id)");
        assertThat(
                        database.rows(
                                "select conname, pg_get_constraintdef(oid), convalidated from pg_constraint where conrelid = 't'::regclass and contype = 'c'"))
                .containsExactly("t_amount_check|CHECK ((amount >= 0))|t");
        database.execute("update t set amount = 3000000000 where id = 1");
    }

    @Test
    @DisplayName("online 38: own conversions under a new name; what was written under it is never written over")
    void expand_usingAndAs(TestDatabase database) {
        database.execute(
                "create table t (id int primary key, wh int); insert into t values (1, 1500), (2, null), (3, 2500)");
        Upgrades upgrades = Upgrades.of(database);

        upgrades.run(schema -> kwh(schema).expand());

        assertThat(database.rows("select wh, kwh from t order by id"))
                .containsExactly("1500|1.5", "null|null", "2500|2.5");
        database.execute(
                "update t set kwh = 1.2345 where id = 1; update t set wh = 500 where id = 2; insert into t (id, kwh) values (4, 3)");
        assertThat(database.rows("select wh, kwh from t order by id"))
                .containsExactly("1235|1.2345", "500|0.5", "2500|2.5", "3000|3");

        upgrades.run(schema -> kwh(schema).contract());

        assertThat(columns(database)).containsExactly("id|integer|t|null", "kwh|numeric|f|null");
        assertThat(database.rows("select kwh from t order by id")).containsExactly("1.2345", "0.5", "2.5", "3");
        assertThat(database.rows("select proname from pg_proc where proname like 'upgrader%'"))
                .isEmpty();
    }

    private static ChangeColumnType kwh(Schema schema) {
        return schema.table("t")
                .changeType("wh", "numeric")
                .using("trim_scale({value}::numeric / 1000)", "({value} * 1000)::int")
                .as("kwh")
                .lookingFor(Duration.ZERO);
    }

    @Test
    @DisplayName(
            "online 39: a row that cannot be converted goes to quarantine and stops the change; mended, it goes on")
    void expand_rowAtFault(TestDatabase database) {
        database.execute(
                "create table t (id int primary key, amount text); insert into t values (1, '7'), (2, 'many'), (3, null)");
        Upgrades upgrades = Upgrades.of(database);

        assertThatThrownBy(() -> upgrades.run(schema -> change(schema, "int").expand()))
                .hasMessageContaining("could not do 1 row,");
        assertThat(database.queryText("select state from database_schema_transitions"))
                .isEqualTo("EXPANDED");
        database.execute("update t set amount = '8' where id = 2");
        upgrades.run(schema -> change(schema, "int").expand());
        upgrades.run(schema -> change(schema, "int").contract());

        assertThat(database.rows("select amount + 1 from t order by id")).containsExactly("8", "9", "null");
    }

    @ParameterizedTest
    @DisplayName("online 40: revert takes the second column and its functions away")
    @CsvSource({"bigint", "numeric(12;2)", "text collate \"C\"", "double precision"})
    void revert_leavesNothing(String type, TestDatabase database) {
        database.execute(TABLE);
        List<String> before = columns(database);
        Upgrades upgrades = Upgrades.of(database);
        String sql = type.replace(';', ',');
        String table = sql.startsWith("text")
                ? "alter table t drop constraint t_amount_check; drop index amounts"
                : "select 1";
        database.execute(table);

        upgrades.run(schema -> change(schema, sql).expand());
        assertThat(columns(database)).hasSize(4);
        upgrades.run(schema -> change(schema, sql).revert());

        assertThat(columns(database)).isEqualTo(before);
        assertThat(database.rows("select proname from pg_proc where proname like 'upgrader%'"))
                .isEmpty();
        assertThat(database.rows("select conname from pg_constraint where conname like '%copy%'"))
                .isEmpty();
    }

    @Test
    void declare_wrongly_isRefused() {
        ChangeColumnType change = SchemaChanges.table("t").changeType("amount", "bigint");

        assertThatThrownBy(() -> change.as("amount"))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DECLARATION));
        assertThatThrownBy(() -> change.using("1", "{value}"))
                .hasMessageContaining("does not say where the value stands");
        assertThatThrownBy(() -> change.using("{value}); drop table t; --", "{value}"))
                .isInstanceOf(UpgradeException.class);
        assertThatThrownBy(() -> SchemaChanges.table("t").changeType("amount", "int; drop table t"))
                .isInstanceOf(UpgradeException.class);
        assertThatThrownBy(() -> SchemaChanges.table("t").renameColumn("a", "a"))
                .hasMessageContaining("have the same name");
    }
}
