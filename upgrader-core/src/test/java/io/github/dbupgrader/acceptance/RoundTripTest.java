package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.schema.Index;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Up, down and up again: upgrades 64. */
@DatabaseTest
class RoundTripTest {

    private boolean broken;
    private DatabaseUpgrader upgrader;

    @BeforeEach
    void initialise(TestDatabase database) {
        database.execute(
                "create table item (id int primary key, name text); insert into item values (1, 'a'), (2, 'b')");
        upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.3.0")
                .register(
                        "1.1.0",
                        sql(
                                "create table price (item int references item, amount numeric(8, 2) not null);"
                                        + " comment on table price is 'what it costs'; insert into price select id, 1 from item"))
                .registerRollback("1.1.0", UpgradeMode.TRANSACTIONAL, sql("drop table price"))
                .register("1.2.0", UpgradeMode.ONLINE, this::online)
                .registerRollback("1.2.0", UpgradeMode.ONLINE, RoundTripTest::onlineDown)
                .register("1.3.0", sql("create view cheap as select * from price where amount < 10"))
                .registerRollback("1.3.0", UpgradeMode.TRANSACTIONAL, sql("drop view cheap"))
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
    }

    private void online(UpgradeContext upgrade) {
        upgrade.step("column", handle -> handle.execute("alter table item add column label text default 'none'"))
                .revert(handle -> handle.execute("alter table item drop column label"));
        upgrade.schema()
                .table("item")
                .createIndexConcurrently(Index.named("item_label_idx")
                        .onExpression("lower(label)")
                        .where("id > 1"));
        upgrade.step("fill", handle -> {
                    handle.execute("update item set label = name");
                    if (broken) {
                        throw new IllegalStateException("not yet");
                    }
                })
                .revert(handle -> {});
    }

    private static void onlineDown(UpgradeContext upgrade) {
        upgrade.stepOutsideTransaction("index", connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("drop index concurrently if exists item_label_idx");
                    }
                })
                .repeatable();
        upgrade.step("column", handle -> handle.execute("alter table item drop column label"));
    }

    private static String schemaAndData(TestDatabase database) {
        return SchemaDump.of(database.dataSource())
                .withRows()
                .withoutRowsOf("database_upgrade_history", "database_upgrade_steps")
                .withoutColumns("revision", "updated_at")
                .text();
    }

    @Test
    @DisplayName("upgrades 64: up, down, up again gives the same schema and record as up; down gives what was before")
    void upDownUp_isLikeUp(TestDatabase database) {
        String before = schemaAndData(database);
        upgrader.upgrade();
        String up = schemaAndData(database);
        assertThat(up).contains("item_label_idx");

        for (String target : List.of("1.2.0", "1.1.0", "1.0.0")) {
            upgrader.rollback(target);
            assertThat(upgrader.upgrade().versions()).isNotEmpty();
            assertThat(schemaAndData(database)).isEqualTo(up);
        }

        upgrader.rollback("1.0.0");
        assertThat(schemaAndData(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("upgrades 64: half up, down, up again as well")
    void halfUpDownUp_isLikeUp(TestDatabase database) {
        String before = schemaAndData(database);
        broken = true;
        assertThat(catchThrowable(upgrader::upgrade)).isInstanceOf(StepFailedException.class);
        String half = schemaAndData(database);

        upgrader.rollback("1.1.0");
        assertThat(catchThrowable(upgrader::upgrade)).isInstanceOf(StepFailedException.class);
        assertThat(schemaAndData(database)).isEqualTo(half);
        upgrader.rollback("1.0.0");
        assertThat(schemaAndData(database)).isEqualTo(before);

        broken = false;
        upgrader.upgrade();
        String up = schemaAndData(database);
        upgrader.rollback("1.0.0");
        upgrader.upgrade();
        assertThat(schemaAndData(database)).isEqualTo(up);
    }
}
