package io.github.dbupgrader.examples.metrics.workspace;

import java.time.Month;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Questions about the weather in Seattle, in the SQL of DuckDB. */
final class WeatherQuestions {

    private static final YearMonth FIRST = YearMonth.of(2012, Month.JANUARY);
    private static final int MONTHS = 48;
    private static final int YEARS = 4;
    private static final int STRONGEST_WIND = 9;
    private static final List<String> KINDS = List.of("drizzle", "fog", "rain", "snow", "sun");
    private static final Map<String, String> SEASONS = new TreeMap<>(
            Map.of("spring", "3, 4, 5", "summer", "6, 7, 8", "autumn", "9, 10, 11", "winter", "12, 1, 2"));

    private WeatherQuestions() {}

    static Stream<Question> all() {
        return Stream.of(months(), kinds(), typicalMonths(), seasons(), winds()).flatMap(questions -> questions);
    }

    private static Stream<Question> months() {
        return IntStream.range(0, MONTHS)
                .mapToObj(FIRST::plusMonths)
                .map(month -> new Question(
                        Dataset.WEATHER,
                        "Days of " + name(month.getMonth()) + " " + month.getYear(),
                        "How warm was each day?",
                        "line",
                        "day date, temp_max number, temp_min number",
                        """
                select w.day, w.temp_max, w.temp_min
                from weather as w
                where w.day >= date '%s' and w.day < date '%s'
                order by w.day
                """.formatted(month.atDay(1), month.plusMonths(1).atDay(1))));
    }

    private static Stream<Question> kinds() {
        int first = FIRST.getYear();
        return KINDS.stream()
                .flatMap(kind -> IntStream.range(first, first + YEARS)
                        .mapToObj(year -> new Question(
                                Dataset.WEATHER,
                                "Days of " + kind + " in " + year,
                                "How many days of " + kind + " did each month have?",
                                "bar",
                                "month number, days number",
                                """
                        select month(w.day) as month, count(*) as days
                        from weather as w
                        where w.kind = '%s' and year(w.day) = %d
                        group by 1
                        order by 1
                        """.formatted(kind, year))));
    }

    private static Stream<Question> typicalMonths() {
        return Stream.of(Month.values())
                .map(month -> new Question(
                        Dataset.WEATHER,
                        "A typical " + name(month),
                        "How much rain is there in " + name(month) + ", and how warm does it get?",
                        "table",
                        "year number, rain_mm number, warmest number",
                        """
                select year(w.day) as year, round(sum(w.rain_mm), 1) as rain_mm, max(w.temp_max) as warmest
                from weather as w
                where month(w.day) = %d
                group by 1
                order by 1
                """.formatted(month.getValue())));
    }

    private static Stream<Question> seasons() {
        return SEASONS.entrySet().stream()
                .map(season -> new Question(
                        Dataset.WEATHER,
                        "Kinds of days in " + season.getKey(),
                        "What is the weather in " + season.getKey() + "?",
                        "pie",
                        "kind string, days number",
                        """
                select w.kind, count(*) as days
                from weather as w
                where month(w.day) in (%s)
                group by 1
                order by 2 desc, 1
                """.formatted(season.getValue())));
    }

    private static Stream<Question> winds() {
        return IntStream.rangeClosed(1, STRONGEST_WIND)
                .mapToObj(wind -> new Question(
                        Dataset.WEATHER,
                        "Days with wind of " + wind + " or more",
                        "How often is it that windy?",
                        "metric",
                        "days number",
                        "select count(*) as days from weather as w where w.wind >= " + wind));
    }

    private static String name(Month month) {
        return month.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
