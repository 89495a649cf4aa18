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
        database.execute("create table dairy_production (id bigint primary key, fat_percent numeric(3,2) not null)");
        database.execute("insert into dairy_production values (1, 3.9), (2, 4.2)");
        Object snippets =
                SnippetCompiler.compile(readme.blocks("java"), classes).newInstance();
        snippets.getClass().getField("dataSource").set(snippets, database.dataSource());

        String printed = printedBy(snippets);

        assertThat(printed).isEqualTo(readme.blocks("text").get(0));
        assertThat(database.queryText("select schema_version from database_metadata"))
                .isEqualTo("1.2.0");
        assertThat(database.queryText("select string_agg(quality_score::text, ', ' order by id) from dairy_production"))
                .isEqualTo("39.00, 42.00");
        assertThat(database.queryText("select indisvalid from pg_index where indexrelid = 'dairy_by_score'::regclass"))
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
