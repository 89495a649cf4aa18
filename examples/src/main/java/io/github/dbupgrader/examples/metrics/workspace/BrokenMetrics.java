package io.github.dbupgrader.examples.metrics.workspace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Metrics that are broken on purpose, each in its own way; nobody can compute what their queries return. */
final class BrokenMetrics {

    private static final int FIRST_NUMBER = 1_000;

    private final List<StoredQuestion> rows = new ArrayList<>();

    private BrokenMetrics() {}

    static List<StoredQuestion> all() {
        BrokenMetrics broken = new BrokenMetrics();
        broken.query(
                "Broken: a column that was renamed",
                Dataset.WILDLIFE,
                "select s.flight_date from wildlife.strikes as s");
        broken.query("Broken: a table that was dropped", Dataset.WILDLIFE, "select * from wildlife.strikes_2003");
        broken.query(
                "Broken: nobody divides by zero",
                Dataset.WILDLIFE,
                "select 1 / (count(*) - count(*)) from wildlife.strikes");
        broken.query(
                "Broken: it would delete",
                Dataset.WILDLIFE,
                "with gone as (delete from wildlife.strikes returning *) select * from gone");
        broken.query("Broken: two statements", Dataset.WILDLIFE, "select 1; drop table wildlife.airports");
        broken.query("Broken: nothing but a comment", Dataset.WILDLIFE, "-- to be done");
        broken.query("Broken: words", Dataset.WEATHER, "selct day from weather");
        broken.query("Broken: its source is gone", Dataset.RETIRED, "select 1 as one");
        broken.content("Broken: a chart that never was", chart -> chart.put("selectedChartType", "radar"));
        broken.content("Broken: a bar chart without axis", chart -> chart.remove("barAndLineAxis"));
        return List.copyOf(broken.rows);
    }

    private void query(String name, Dataset dataset, String sql) {
        Question question = new Question(dataset, name, "Why does nobody see it?", "table", "one number", sql);
        add(question, content(question));
    }

    private void content(String name, Consumer<ObjectNode> spoil) {
        Question question = new Question(
                Dataset.WILDLIFE,
                name,
                "Why does nobody see it?",
                "bar",
                "size string, strikes number",
                "select s.wildlife_size as size, count(*) as strikes from wildlife.strikes as s group by 1");
        ObjectNode content = content(question);
        spoil.accept((ObjectNode) content.path("chart_config"));
        add(question, content);
    }

    private static ObjectNode content(Question question) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        list.addObject().put("name", "one").put("data_type", "number");
        return Generation.G2.content(question, StoredQuestion.idOf(question.file()), Optional.of(list));
    }

    private void add(Question question, ObjectNode content) {
        rows.add(StoredQuestion.broken(question, Generation.G2, FIRST_NUMBER + rows.size(), content));
    }
}
