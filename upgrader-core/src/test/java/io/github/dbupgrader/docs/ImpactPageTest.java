package io.github.dbupgrader.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.schema.SchemaChange;
import io.github.dbupgrader.schema.SchemaChanges;
import io.github.dbupgrader.schema.ServiceSessions;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The example of the page about impacts is what the library really tells. */
@DatabaseTest
class ImpactPageTest {

    private static final String PAGE = "docs/schema/impact.md";

    @Test
    @DisplayName("online 42: the impact of the guide's rename, with what depends on the column and who reads it")
    void example_isWhatIsTold(TestDatabase database) throws Exception {
        Page page = Page.read(PAGE);
        page.blocks("sql").forEach(database::execute);
        SchemaChange rename = SchemaChanges.table("fact_energy_hourly")
                .renameColumn("energy_kwh", "kwh")
                .expand();
        String told;
        try (Connection api =
                ServiceSessions.of(database.dataSource(), "energy-api", "1.2.0").getConnection()) {
            awaitAlone(api);
            api.createStatement()
                    .executeQuery("select sum(energy_kwh) from fact_energy_hourly")
                    .close();
            told = rename.impact(ServiceSessions.of(database.dataSource(), "deploy-job", "1.3.0"))
                    .toText();
        }
        String shown = page.blocks("text").get(0);
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(
                    page.path(), page.text().replace("```text\n" + shown + "```", "```text\n" + told + "```"));
        }

        assertThat(shown).as("%s; -Ddocs.update=true writes it anew", PAGE).isEqualTo(told);
    }

    /** Sessions that were closed are seen for a moment longer. */
    private static void awaitAlone(Connection api) {
        Awaitility.await().until(() -> {
            try (Statement statement = api.createStatement();
                    ResultSet others = statement.executeQuery(
                            "select from pg_stat_activity"
                                    + " where datname = current_database() and pid <> pg_backend_pid() and usename is not null")) {
                return !others.next();
            }
        });
    }
}
