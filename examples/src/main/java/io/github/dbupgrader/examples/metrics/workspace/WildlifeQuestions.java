package io.github.dbupgrader.examples.metrics.workspace;

import java.util.List;
import java.util.stream.Stream;

/** Questions about strikes of wildlife and aircraft. */
final class WildlifeQuestions {

    private static final List<String> STATES = List.of(
            "Texas",
            "California",
            "Louisiana",
            "Tennessee",
            "Kentucky",
            "Pennsylvania",
            "Illinois",
            "DC",
            "New York",
            "Missouri",
            "Hawaii",
            "New Jersey",
            "North Carolina",
            "Florida",
            "Oregon",
            "South Carolina",
            "Utah",
            "Georgia",
            "Ohio",
            "Maryland",
            "Colorado",
            "Massachusetts",
            "Indiana",
            "Nebraska");
    private static final List<String> OPERATORS = List.of(
            "AMERICAN AIRLINES",
            "US AIRWAYS*",
            "DELTA AIR LINES",
            "SOUTHWEST AIRLINES",
            "MILITARY",
            "UNITED AIRLINES",
            "BUSINESS",
            "FEDEX EXPRESS",
            "AMERICA WEST AIRLINES",
            "NORTHWEST AIRLINES",
            "UPS AIRLINES",
            "ALOHA AIRLINES");
    private static final List<String> SPECIES = List.of(
            "European starling",
            "Rock pigeon",
            "Mourning dove",
            "Canada goose",
            "Red-tailed hawk",
            "Ring-billed gull",
            "American kestrel",
            "Pacific golden-plover",
            "Killdeer",
            "Mallard",
            "American robin",
            "Herring gull",
            "Barn owl",
            "American crow",
            "Barn swallow",
            "White-tailed deer");
    private static final List<String> PHASES =
            List.of("Approach", "Climb", "Take-off run", "Landing Roll", "Descent", "Taxi", "Parked");
    private static final List<String> SIZES = List.of("Small", "Medium", "Large");
    private static final List<String> TIMES = List.of("Dawn", "Day", "Dusk", "Night");
    private static final List<String> DAMAGES = List.of("None", "Minor", "Medium", "Substantial");
    private static final List<String> AIRPORT_STATES = List.of(
            "AK", "AL", "AR", "AZ", "CA", "CO", "FL", "GA", "IA", "ID", "IL", "KS", "MI", "MN", "NY", "OH", "OR", "TX",
            "WA", "WI");

    private WildlifeQuestions() {}

    static Stream<Question> all() {
        return Stream.of(states(), operators(), species(), speeds(), times(), damages(), airports())
                .flatMap(questions -> questions);
    }

    private static Stream<Question> states() {
        return STATES.stream()
                .map(state -> new Question(
                        Dataset.WILDLIFE,
                        "Strikes in " + state,
                        "How many strikes were there in " + state + " in each year?",
                        "line",
                        "year number, strikes number",
                        """
                select extract(year from s.flown_on)::int as year, count(*) as strikes
                from wildlife.strikes as s
                where s.origin_state = '%s'
                group by 1
                order by 1
                """.formatted(state)));
    }

    private static Stream<Question> operators() {
        return OPERATORS.stream()
                .map(operator -> new Question(
                        Dataset.WILDLIFE,
                        "What strikes cost " + operator,
                        "In which phase of flight do strikes cost " + operator + " most?",
                        "bar",
                        "phase string, total_usd number, strikes number",
                        """
                select s.phase, sum(s.total_usd) as total_usd, count(*) as strikes
                from wildlife.strikes as s
                where s.operator = '%s'
                group by s.phase
                order by total_usd desc nulls last, s.phase
                """.formatted(operator)));
    }

    private static Stream<Question> species() {
        return SPECIES.stream()
                .map(species -> new Question(
                        Dataset.WILDLIFE,
                        species + " by month",
                        "When is a " + species + " hit, and how fast are the aircraft?",
                        "combo",
                        "month date, strikes number, mean_knots number",
                        """
                select date_trunc('month', s.flown_on)::date as month, count(*) as strikes,
                    round(avg(s.speed_knots), 1) as mean_knots -- many rows have no speed: it's the pilot who tells
                from wildlife.strikes as s
                where s.species = '%s'
                group by 1
                order by 1
                """.formatted(species)));
    }

    private static Stream<Question> speeds() {
        return PHASES.stream()
                .flatMap(phase -> SIZES.stream()
                        .map(size -> new Question(
                                Dataset.WILDLIFE,
                                "Speed and cost, " + phase + ", " + size,
                                "Do fast aircraft pay more for " + size + " animals?",
                                "scatter",
                                "knots number, usd number",
                                """
                select s.speed_knots as knots, s.total_usd as usd
                from wildlife.strikes as s
                where s.phase = '%s' and s.wildlife_size = '%s' and s.speed_knots is not null
                order by s.id
                """.formatted(phase, size))));
    }

    private static Stream<Question> times() {
        return TIMES.stream()
                .map(time -> new Question(
                        Dataset.WILDLIFE,
                        "Sizes at " + time,
                        "How large are the animals that are hit at " + time + "?",
                        "pie",
                        "size string, strikes number",
                        """
                select s.wildlife_size as size, count(*) as strikes
                from wildlife.strikes as s
                where s.time_of_day = '%s'
                group by 1
                order by 2 desc, 1
                """.formatted(time)));
    }

    private static Stream<Question> damages() {
        return DAMAGES.stream()
                .map(damage -> new Question(
                        Dataset.WILDLIFE,
                        "Strikes with damage " + damage,
                        "How many strikes had that damage?",
                        "metric",
                        "strikes number",
                        "select count(*) as strikes from wildlife.strikes where damage = '" + damage + "'"));
    }

    private static Stream<Question> airports() {
        return AIRPORT_STATES.stream()
                .map(state -> new Question(
                        Dataset.WILDLIFE,
                        "Airports of " + state,
                        "Where are the airports of " + state + "?",
                        "table",
                        "iata string, name string, city string, latitude number, longitude number",
                        """
                select a.iata, a.name, a.city, a.latitude, a.longitude
                from wildlife.airports as a
                where a.state = '%s'
                order by a.iata
                """.formatted(state)));
    }
}
