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

/** Dropping and replacing indexes. One database for all of it. */
@DatabaseTest
class DropIndexConcurrentlyTest {

    private static final String TABLE =
            "create table energy (id int primary key, kwh int);" + " create index by_kwh on energy (kwh);";
    private static final Index BY_KWH = Index.named("by_kwh").on("kwh");

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
    @DisplayName("online 40: it goes beside writers, bears to run again, and the revert builds it again")
    void drop_andRevert(TestDatabase database) throws Exception {
        ChangeRun change = ChangeRun.of(s -> s.table("energy").dropIndexConcurrently(BY_KWH));
        String before = dump(database);

        change.run(database);
        change.run(database);
        assertThat(dump(database)).doesNotContain("by_kwh");
        change.revert(database.dataSource());
        change.revert(database.dataSource());

        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("online 14: an index of the same name and another definition is left alone")
    void drop_otherDefinition_isRefused(TestDatabase database) {
        String before = dump(database);

        assertThatThrownBy(() -> ChangeRun.of(s -> s.table("energy")
                                .dropIndexConcurrently(Index.named("by_kwh").on("id")))
                        .run(database))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INDEX_CONFLICT));
        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("rule 8: replacing builds the new one before it drops the old one")
    void replace_andRevert(TestDatabase database) throws Exception {
        Index better = Index.named("by_kwh_and_id").on("kwh", "id");
        ChangeRun change = ChangeRun.of(s -> s.table("energy").replaceIndex(BY_KWH, better));
        String before = dump(database);

        change.runPart(database.dataSource(), 1);
        assertThat(dump(database)).contains("by_kwh ON", "by_kwh_and_id ON");
        change.runPart(database.dataSource(), 2);
        assertThat(dump(database)).doesNotContain("by_kwh ON").contains("by_kwh_and_id ON");
        change.revert(database.dataSource());

        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("online 40: a rollback restores the catalogue, and a crash at any statement is survived")
    void replace_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(
                        database,
                        TABLE,
                        s -> s.table("energy")
                                .replaceIndex(BY_KWH, Index.named("better").on("kwh", "id")))
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }
}
