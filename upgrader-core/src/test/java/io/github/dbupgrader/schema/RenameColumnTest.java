package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expand, contract and revert of a rename, with all that can belong to a column. */
@DatabaseTest
class RenameColumnTest {

    private static final String TABLE = """
            create schema farm;
            create role reader_%1$s; create role writer_%1$s;
            create table farm.device (name text primary key);
            insert into farm.device values ('a'), ('b');
            create table farm.reading (id int primary key, at timestamptz not null default now(),
              device text not null default 'a' constraint known references farm.device on update cascade constraint short check (length(device) < 9),
              kind int, constraint one unique (device, id), constraint several check (kind > 0 or device is not null) not valid);
            create index plain on farm.reading (device);
            create index lowered on farm.reading (lower(device) text_pattern_ops) where device <> 'x';
            create unique index only_one on farm.reading (kind, device) include (at);
            comment on column farm.reading.device is 'Who''s it';
            grant select (device), update (device) on farm.reading to reader_%1$s;
            grant insert (device) on farm.reading to writer_%1$s with grant option;
            alter table farm.reading alter device set statistics 500;
            alter table farm.reading alter device set (n_distinct = 7);
            insert into farm.reading (id, device, kind) select n, case when n %% 2 = 0 then 'a' else 'b' end, n from generate_series(1, 50) n""";

    private static RenameColumn rename(Schema schema) {
        return schema.table("farm", "reading")
                .renameColumn("device", "device_name")
                .lookingFor(Duration.ZERO);
    }

    private static String dump(TestDatabase database) {
        return SchemaDump.of(database.dataSource())
                .withRows()
                .withoutRowsOfUpgrader()
                .text();
    }

    private static void make(TestDatabase database) {
        database.execute(TABLE.formatted(database.name()));
    }

    private static void dropRoles(TestDatabase database) {
        database.execute("drop owned by reader_%1$s, writer_%1$s; drop role reader_%1$s, writer_%1$s"
                .formatted(database.name()));
    }

    private static String state(TestDatabase database) {
        return String.join(" ", database.rows("select state, kind, not_copied from database_schema_transitions"));
    }

    @Test
    @DisplayName(
            "online 25, 36: expand gives the new column all that the old one has; contract leaves what a rename would have left")
    void expandAndContract_equalAPlainRename(TestDatabase database) {
        make(database);
        Upgrades upgrades = Upgrades.of(database);

        upgrades.run(schema -> rename(schema).expand());

        assertThat(state(database)).isEqualTo("SYNCED|RENAME|{}");
        assertThat(database.queryLong("select count(*) from farm.reading where device_name = device"))
                .isEqualTo(50);
        database.execute(
                "insert into farm.reading (id, device_name, kind) values (51, 'b', 51); update farm.device set name = 'c' where name = 'b'");
        assertThat(database.queryLong("select count(*) from farm.reading where device_name = 'c' and device = 'c'"))
                .isEqualTo(26);

        upgrades.run(schema -> rename(schema).contract());

        assertThat(state(database)).isEqualTo("CONTRACTED|RENAME|{}");
        List<String> contracted = unordered(dump(database));
        database.execute("drop schema farm cascade");
        dropRoles(database);
        make(database);
        database.execute(
                "alter table farm.reading rename device to device_name; insert into farm.reading (id, device_name, kind) values (51, 'b', 51);"
                        + " update farm.device set name = 'c' where name = 'b'");
        assertThat(contracted).containsExactlyInAnyOrderElementsOf(unordered(dump(database)));
        dropRoles(database);
    }

    /** The new column stands last, and no two rows have the same time. */
    private static List<String> unordered(String dump) {
        return dump.replaceAll("#\\d+ ", "")
                .replaceAll("\"at\": \"[^\"]*\"", "")
                .lines()
                .filter(l -> l.contains("farm."))
                .toList();
    }

    @Test
    @DisplayName("online 40: revert after expand leaves the catalogue exactly as it was, and can be expanded again")
    void revert_leavesNothing(TestDatabase database) {
        make(database);
        Upgrades upgrades = Upgrades.of(database);
        String before = dump(database);
        upgrades.run(schema -> rename(schema).expand());
        assertThat(dump(database)).isNotEqualTo(before);

        upgrades.run(schema -> rename(schema).revert());

        assertThat(dump(database)).isEqualTo(before);
        assertThat(state(database)).isEmpty();
        assertThat(database.rows("select name from database_backfills")).isEmpty();
        upgrades.run(schema -> rename(schema).expand());
        assertThat(state(database)).isEqualTo("SYNCED|RENAME|{}");
        dropRoles(database);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public|reading|energy_kwh|kwh",
                "Mixed Schema|Big Table|Old Column|New Column",
                "select|table|order|user",
                "it's \"q\"|a\"b|c'd|e.f:g?",
                "sixty|t|a23456789012345678901234567890123456789012345678901234567890123|b23456789012345678901234567890123456789012345678901234567890123",
                "umlaut|t|äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüa|ß"
            })
    @DisplayName("online 24, 25: names of all kinds, in a schema that is not on the search_path, or with an empty one")
    void expandAndContract_withNames(String names, TestDatabase database) {
        String[] name = names.split("\\|");
        String table = quoted(name[0]) + "." + quoted(name[1]);
        database.execute("create schema if not exists " + quoted(name[0]) + "; create table " + table
                + " (id int primary key, " + quoted(name[2]) + " text not null default 'd' check (" + quoted(name[2])
                + " <> '') unique); insert into " + table + " values (1, 'a'), (2, 'b')");
        var dataSource = database.dataSource();
        dataSource.setOptions("-c search_path=");
        Upgrades upgrades = Upgrades.of(dataSource);
        String before = dump(database);

        upgrades.run(schema ->
                schema.table(name[0], name[1]).renameColumn(name[2], name[3]).expand());
        upgrades.run(schema ->
                schema.table(name[0], name[1]).renameColumn(name[2], name[3]).revert());
        assertThat(dump(database)).isEqualTo(before);
        upgrades.run(schema ->
                schema.table(name[0], name[1]).renameColumn(name[2], name[3]).expand());
        database.execute("insert into " + table + " (id, " + quoted(name[3]) + ") values (3, 'c'); update " + table
                + " set " + quoted(name[2]) + " = 'x' where id = 1");
        assertThat(database.queryLong(
                        "select count(*) from " + table + " where " + quoted(name[2]) + " = " + quoted(name[3])))
                .isEqualTo(3);
        upgrades.run(schema -> schema.table(name[0], name[1])
                .renameColumn(name[2], name[3])
                .lookingFor(Duration.ZERO)
                .contract());

        assertThat(database.rows("select " + quoted(name[3]) + " from " + table + " order by id"))
                .containsExactly("x", "b", "c");
        assertThat(database.queryLong("select count(*) from pg_trigger where tgname like '%upgrader%'"))
                .isZero();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Test
    @DisplayName("online 28: a default that is not constant follows at contract, and a sequence stays with the column")
    void contract_volatileDefault_andSequence(TestDatabase database) {
        database.execute(
                "create table t (id int primary key, number serial, token text default md5(random()::text)); insert into t (id) values (1)");
        Upgrades upgrades = Upgrades.of(database);
        upgrades.run(schema -> {
            schema.table("t").renameColumn("number", "no").expand();
            schema.table("t").renameColumn("token", "secret").expand();
        });
        database.execute("insert into t (id) values (2)");
        assertThat(database.rows("select id, number, no, token = secret and secret <> '' from t order by id"))
                .containsExactly("1|1|1|t", "2|2|2|t");

        upgrades.run(schema -> {
            schema.table("t")
                    .renameColumn("number", "no")
                    .lookingFor(Duration.ZERO)
                    .contract();
            schema.table("t")
                    .renameColumn("token", "secret")
                    .lookingFor(Duration.ZERO)
                    .contract();
        });

        database.execute("insert into t (id) values (3)");
        assertThat(database.rows("select id, no, secret <> '' from t order by id"))
                .containsExactly("1|1|t", "2|2|t", "3|3|t");
        assertThat(database.queryText("select pg_get_serial_sequence('t', 'no')"))
                .isEqualTo("public.t_number_seq");
    }

    @Test
    void contract_neverExpanded_isRefused(TestDatabase database) {
        make(database);
        Upgrades upgrades = Upgrades.of(database);

        assertThatThrownBy(() -> upgrades.run(schema -> rename(schema).contract()))
                .hasMessageContaining("it was never expanded here, or was reverted");
        dropRoles(database);
    }
}
