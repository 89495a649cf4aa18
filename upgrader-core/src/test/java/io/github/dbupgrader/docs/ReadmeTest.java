package io.github.dbupgrader.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's code runs, and prints what the README says. */
class ReadmeTest {

    private final Page readme = Page.read("README.md");

    @TempDir
    Path classes;

    @Test
    @DatabaseTest
    void code_runsAndPrintsWhatTheReadmeShows(TestDatabase database) throws Exception {
        database.execute("create table dairy_production (id bigint primary key)");
        database.execute(
                "create table fact_energy_hourly (device_id integer, ts timestamptz, energy_kwh double precision)");
        database.execute("insert into fact_energy_hourly values (null, now(), 1.5), (7, now(), 2.5)");
        Object snippets =
                SnippetCompiler.compile(readme.blocks("java"), classes).newInstance();
        snippets.getClass().getField("dataSource").set(snippets, database.dataSource());

        String printed = printedBy(snippets);

        assertThat(printed).isEqualTo(readme.blocks("text").get(0));
        assertThat(database.queryText("select schema_version from database_metadata"))
                .isEqualTo("1.2.0");
        assertThat(database.queryText("select count(*) from fact_energy_hourly where device_id = 0"))
                .isEqualTo("1");
        assertThat(database.queryText(
                        "select indisvalid from pg_index where indexrelid = 'energy_by_device'::regclass"))
                .isEqualTo("t");
        DatabaseUpgrader again = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.2.0")
                .build();
        assertThat(again.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    void readme_isShorterThanTwoHundredLines() {
        assertThat(readme.text().lines().count()).isLessThan(200);
    }

    private static String printedBy(Object snippets) throws ReflectiveOperationException {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            snippets.getClass().getMethod("block1").invoke(snippets);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
