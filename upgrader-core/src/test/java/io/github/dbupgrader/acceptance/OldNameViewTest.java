package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What operators are told of the view that stands for a renamed table or column for a while. */
@DatabaseTest
class OldNameViewTest {

    @BeforeEach
    void table(TestDatabase database) {
        database.execute(
                "create table reading (id int primary key, kwh int); create publication readings for table reading");
    }

    private static List<String> warnings(TestDatabase database, UpgradeMethod method) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", method)
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        try (Logged log = new Logged(".schema.ExpandTableRename", Level.WARN)) {
            upgrader.upgrade();
            return log.texts();
        }
    }

    @Test
    @DisplayName("online 45: what the view of a renamed table does not take is told, and who sends its rows elsewhere")
    void renameTable_saysWhatTheViewCannot(TestDatabase database) {
        assertThat(warnings(
                        database,
                        upgrade -> upgrade.schema()
                                .table("reading")
                                .renameTo("measurement")
                                .expand()))
                .anySatisfy(text -> assertThat(text)
                        .contains("COPY FROM, TRUNCATE, new foreign key, or, before PostgreSQL 17, MERGE")
                        .doesNotContain("both names"))
                .anySatisfy(text -> assertThat(text).contains("which subscribers must know: [readings]"));
    }

    @Test
    @DisplayName("online 45: so is, where a column has two names, that no statement may give both")
    void renameColumn_saysWhatTheViewCannot(TestDatabase database) {
        assertThat(warnings(
                        database,
                        upgrade -> upgrade.schema()
                                .table("reading")
                                .renameColumnThroughView("kwh", "energy_kwh")
                                .expand()))
                .anySatisfy(
                        text -> assertThat(text).contains("no INSERT or UPDATE that gives both names of the column"));
    }
}
