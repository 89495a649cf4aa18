package io.github.dbupgrader.examples.metrics.workspace;

import java.util.stream.Stream;

/** Questions that stand for something each, and are part of every workspace, however small. */
final class ChosenQuestions {

    private ChosenQuestions() {}

    static Stream<Question> all() {
        return Stream.concat(wildlife(), weather());
    }

    private static Stream<Question> wildlife() {
        return Stream.of(
                // more rows than an answer has
                new Question(
                        Dataset.WILDLIFE,
                        "All strikes",
                        "What happened?",
                        "table",
                        "id number, flown_on date, airport_name string, operator string, species string, total_usd number",
                        """
                        select s.id, s.flown_on, s.airport_name, s.operator, s.species, s.total_usd
                        from wildlife.strikes as s
                        order by s.id
                        """),
                new Question(
                        Dataset.WILDLIFE,
                        "The dearest strikes",
                        "Which strikes cost most?",
                        "table",
                        "flown_on date, species string, total_usd number",
                        """
                        with dear as (   -- it's "dear": don't touch; # not a comment of YAML
                            select s.flown_on, s.species, s.total_usd
                            from wildlife.strikes as s

                        )
                        select d.flown_on, d.species, d.total_usd
                        from dear as d
                        order by d.total_usd desc nulls last, d.flown_on
                        limit 10 -- the last line is a comment
                        """),
                new Question(
                        Dataset.WILDLIFE,
                        "Strikes with and without damage",
                        "How many strikes do damage?",
                        "pie",
                        "damaged boolean, strikes number",
                        """
                        select s.damage <> 'None' as damaged, count(*) as strikes
                        from wildlife.strikes as s
                        group by 1
                        order by 1
                        """),
                // no rows, but columns
                new Question(
                        Dataset.WILDLIFE,
                        "Strikes that cost a thousand million",
                        "Was there ever one?",
                        "table",
                        "flown_on date, species string, total_usd number",
                        "select s.flown_on, s.species, s.total_usd from wildlife.strikes as s where s.total_usd > 1e9"),
                // a type that is of no kind
                new Question(
                        Dataset.WILDLIFE,
                        "Species by size",
                        "Which species are there of each size?",
                        "table",
                        "wildlife_size string, species string",
                        """
                        select s.wildlife_size, array_agg(distinct s.species order by s.species) as species
                        from wildlife.strikes as s
                        group by 1
                        order by 1
                        """),
                new Question(
                        Dataset.WILDLIFE,
                        "Vögel je Größe – Übersicht 🦆",
                        "Welche Vögel sind groß?",
                        "bar",
                        "Größe string, Anzahl number",
                        """
                        select s.wildlife_size as "Größe", count(*) as "Anzahl"
                        from wildlife.strikes as s
                        group by 1
                        order by 2 desc
                        """));
    }

    private static Stream<Question> weather() {
        return Stream.of(
                new Question(
                        Dataset.WEATHER,
                        "All days",
                        "What was the weather on each day?",
                        "table",
                        "day date, kind string, rain_mm number, temp_max number",
                        "select w.day, w.kind, w.rain_mm, w.temp_max from weather as w order by w.day"),
                new Question(
                        Dataset.WEATHER,
                        "Rain by year",
                        "Which year was the wettest?",
                        "bar",
                        "year number, rain_mm number",
                        """
                        select year(w.day) as year, round(sum(w.rain_mm), 1) as rain_mm
                        from weather as w
                        group by 1
                        order by 1
                        """),
                new Question(
                        Dataset.WEATHER,
                        "Dry days",
                        "How many days are dry?",
                        "pie",
                        "dry boolean, days number",
                        "select w.rain_mm = 0 as dry, count(*) as days from weather as w group by 1 order by 1"),
                new Question(
                        Dataset.WEATHER,
                        "Warm and windy",
                        "Are warm days windy?",
                        "scatter",
                        "temp_max number, wind number",
                        "select w.temp_max, w.wind from weather as w order by w.day"));
    }
}
