package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.finish;
import static io.github.dbupgrader.acceptance.Backfilling.inBackground;
import static io.github.dbupgrader.acceptance.Backfilling.inUpgrade;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that are more than rows: triggers, policies, keys that are none, and what a rehearsal and a rollback leave. */
@DatabaseTest
class BackfilledTableTest {

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table item (id int primary key, note text);
                insert into item select n from generate_series(1, 60) n""");
    }

    @Test
    @DisplayName("backfill 73: triggers of the application fire, unless the definition says otherwise")
    void triggers_fireByDefault(TestDatabase database) {
        database.execute("""
                create table audit (id int);
                create function note() returns trigger language plpgsql as $$ begin insert into audit values (new.id); return new; end $$;
                create trigger note after update on item for each row execute function note()""");

        DatabaseUpgrader upgrader = inBackground(database.dataSource(), noting().withoutTriggers());
        assertThat(finish(upgrader).state()).isEqualTo(BackfillState.COMPLETED);
        assertThat(database.queryLong("select count(*) from audit")).isZero();

        upgrader.backfills().restart(Backfilling.NAME);
        assertThat(finish(DatabaseUpgrader.forDataSource(database.dataSource())
                                .applicationVersion("1.0.0")
                                .registerBackfill(Backfilling.NAME, "1.0.0", noting())
                                .build())
                        .state())
                .isEqualTo(BackfillState.COMPLETED);
        assertThat(database.queryLong("select count(distinct id) from audit")).isEqualTo(60);
    }

    @Test
    @DisplayName(
            "backfill 74: where row-level security hides rows from the role it is refused, and no row is done in silence")
    void rowSecurity_isRefused(TestDatabase database) {
        String role = database.role("filler");
        database.execute("""
                alter table item enable row level security;
                create policy even on item using (id %% 2 = 0);
                grant all on item to %1$s;
                grant create, usage on schema public to %1$s""".formatted(role));
        DatabaseUpgrader upgrader = inBackground(database.dataSource(role), noting());

        BackfillStatus status = finish(upgrader);

        assertThat(status.state()).isEqualTo(BackfillState.FAILED);
        assertThat(status.reason().orElseThrow())
                .startsWith("UPG-801 Row-level security of table item hides rows from this role");
        assertThat(database.queryLong("select count(*) from item where note is not null"))
                .isZero();
        database.execute("drop owned by " + role);
    }

    @DisplayName("backfill 59: what is no key is refused, with those that are")
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            a nullable column;      create unique index on item (note);                         note; may be NULL
            a partial index;        create unique index on item (note) where id > 5;            note; no valid, complete unique index
            an expression;          create unique index on item (lower(note));                  note; no valid, complete unique index
            an index not unique;    create index on item (note);                                note; there are such on: id
            a part of a key;        create unique index on item (id, note);                     note; are no key of table item
            no primary key;         alter table item drop constraint item_pkey;                 '';   has no primary key
            another unique key;     alter table item drop constraint item_pkey, add unique (id), alter id set not null; ''; choose one of them: .key(…)
            a view;                 'alter table item rename to i; create view item as table i';  '';   it is no table
            no table;               drop table item;                                            '';   There is no table item to backfill
            """)
    void unusableKey_isRefused(String what, String ddl, String key, String message, TestDatabase database) {
        database.execute(ddl);
        Backfill backfill = key.isEmpty() ? noting() : noting().key(key);

        assertThatThrownBy(() -> inUpgrade(database.dataSource(), backfill).upgrade())
                .hasMessageContaining("UPG-801")
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName("upgrades 55: a dry run rehearses the work, in SQL and in Java, and leaves nothing")
    void dryRun_rehearsesAndLeavesNothing(TestDatabase database) {
        AtomicInteger rows = new AtomicInteger();
        Backfill java = Backfill.table("item")
                .read("id", Integer.class)
                .write("note")
                .compute(batch -> {
                    rows.addAndGet(batch.size());
                    batch.forEach(row -> row.set("note", "x"));
                });
        assertThat(inUpgrade(database.dataSource(), java).dryRun().render()).contains("backfill work");
        assertThat(rows).hasValue(60);
        DatabaseUpgrader wrong =
                inUpgrade(database.dataSource(), Backfill.table("item").set("note = nowhere"));
        assertThatThrownBy(wrong::dryRun).hasMessageContaining("column \"nowhere\" does not exist");

        assertThat(database.queryLong("select count(*) from item where note is not null"))
                .isZero();
        assertThat(database.queryLong("select count(*) from database_backfills"))
                .isZero();
    }

    @Test
    @DisplayName("backfill 76: after a rollback the upgrade begins its backfill at the first row again")
    void rollback_forgetsTheBackfill(TestDatabase database) {
        inUpgrade(database.dataSource(), noting());
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> upgrade.backfill(Backfilling.NAME, noting()))
                .registerRollback("1.1.0", UpgradeMode.TRANSACTIONAL, Steps.nothing())
                .build();
        upgrader.upgrade();
        upgrader.rollback("1.0.0");
        assertThat(upgrader.backfills().status()).isEmpty();
        database.execute("update item set note = null");

        upgrader.upgrade();

        assertThat(database.queryLong("select count(*) from item where note = 'x'"))
                .isEqualTo(60);
    }

    private static Backfill noting() {
        return Backfill.table("item").set("note = 'x'").settings(small(20, 40));
    }
}
