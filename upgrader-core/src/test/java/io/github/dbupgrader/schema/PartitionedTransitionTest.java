package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Renames of a column of a partitioned table, while rows move and partitions come. */
@DatabaseTest
class PartitionedTransitionTest {

    private static RenameColumn rename(Schema schema) {
        return schema.table("t").renameColumn("a", "b").lookingFor(Duration.ZERO);
    }

    private static long outOfStep(TestDatabase database) {
        return database.queryLong("select count(*) from t where a is distinct from b");
    }

    @Test
    @DisplayName(
            "online 35: writes through parent and partition, moved rows, partitions that are made or attached meanwhile are in step; what an attached one brings along is found")
    void rename_whilePartitionsCome(TestDatabase database) {
        database.execute("""
                create table t (id int, part int, a text not null check (a <> ''), primary key (id, part)) partition by list (part);
                create table t1 partition of t for values in (1); create table t2 partition of t for values in (2);
                insert into t select n, 1 + n % 2, 'a' || n from generate_series(1, 40) n""");
        Upgrades upgrades = Upgrades.of(database);

        upgrades.run(schema -> rename(schema).expand(), ": expand", () -> {
            database.execute(
                    "insert into t1 (id, part, a) values (50, 1, 'direct'); update t2 set a = 'one' where id = 1;"
                            + " update t set part = 2 where id = 2; update t set part = 1, a = 'moved' where id = 3;"
                            + " create table t3 partition of t for values in (3); insert into t3 (id, part, b) values (60, 3, 'young');"
                            + " create table t4 (like t including all); insert into t4 (id, part, a) values (70, 4, 'brought'), (72, 4, 'idle');"
                            + " alter table t attach partition t4 for values in (4); update t4 set a = a || '!' where id = 70");
        });

        assertThat(outOfStep(database)).isZero();
        database.execute(
                "update t set part = 3, b = 'again' where id = 4; insert into t4 (id, part, b) values (71, 4, 'x');"
                        + " create table t5 partition of t for values in (5); update t set part = 5 where id = 5");
        assertThat(database.rows(
                        "select id, part, a, b from t where id in (1, 2, 3, 4, 5, 50, 60, 70, 71, 72) order by id"))
                .containsExactly(
                        "1|2|one|one",
                        "2|2|a2|a2",
                        "3|1|moved|moved",
                        "4|3|again|again",
                        "5|5|a5|a5",
                        "50|1|direct|direct",
                        "60|3|young|young",
                        "70|4|brought!|brought!",
                        "71|4|x|x",
                        "72|4|idle|idle");

        database.execute(
                "create table t6 (like t including all); alter table t6 disable trigger user;"
                        + " insert into t6 (id, part, a, b) values (80, 6, 'old', 'other'); alter table t attach partition t6 for values in (6)");
        assertThatThrownBy(() -> upgrades.run(schema -> rename(schema).contract()))
                .hasMessageContaining("The columns are not in step")
                .hasMessageContaining("id = 80");
        database.execute("update t set b = 'new' where id = 80");
        upgrades.run(schema -> rename(schema).contract());

        assertThat(database.rows("select id, b from t where id in (50, 80) order by id"))
                .containsExactly("50|direct", "80|new");
        assertThat(database.queryLong("select count(*) from pg_trigger where tgname like '%upgrader%'"))
                .isZero();
        assertThat(
                        database.rows(
                                "select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid where a.attname = 'a' and c.relname ~ '^t'"))
                .isEmpty();
    }
}
