package io.github.dbupgrader.examples.metrics.workspace;

import java.util.List;
import java.util.Locale;

/**
 * A metric, apart from how some release spelled and stored it.
 *
 * @param dataset where its query runs
 * @param name its title
 * @param description what it answers
 * @param timeFrame the time that the query covers
 * @param chart the kind of its chart
 * @param columns what the query returns
 * @param sql the query
 */
record Question(
        Dataset dataset,
        String name,
        String description,
        String timeFrame,
        String chart,
        List<Column> columns,
        String sql) {

    Question(Dataset dataset, String name, String description, String chart, String columns, String sql) {
        this(dataset, name, description, timeFrame(dataset), chart, Column.list(columns), sql);
    }

    private static String timeFrame(Dataset dataset) {
        return dataset == Dataset.WEATHER ? "2012 to 2015" : "1990 to 2002";
    }

    /** {@return the same question as it was asked before somebody improved it} */
    Question draft(int number) {
        return new Question(
                dataset,
                name + ", draft " + number,
                description,
                timeFrame,
                chart,
                columns,
                "select * from (\n" + sql.stripTrailing() + "\n) as draft\nlimit " + number);
    }

    /** {@return the name of its file, such as {@code all-strikes.yml}} */
    String file() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "") + ".yml";
    }
}
