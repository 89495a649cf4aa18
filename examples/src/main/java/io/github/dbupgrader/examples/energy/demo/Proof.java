package io.github.dbupgrader.examples.energy.demo;

import io.github.dbupgrader.examples.energy.service.Figures;
import io.github.dbupgrader.examples.energy.service.Fleet;
import io.github.dbupgrader.examples.energy.service.Journal;
import io.github.dbupgrader.examples.energy.service.Journal.Cell;
import io.github.dbupgrader.examples.energy.service.Journal.Column;
import io.github.dbupgrader.examples.text.TextTable;
import io.github.dbupgrader.examples.text.Texts;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The database held against what the services say that they wrote. */
final class Proof {

    private static final Map<Column, String> WRITTEN = new EnumMap<>(Map.of(
            Column.ENERGY, "select device_id, ts, kwh from fact_energy_hourly where ts >= timestamp '2018-01-01'",
            Column.MILK,
                    "select device_id, day::timestamp, milk_litres from dairy_production where day >= date '2016-01-01'",
            Column.QUALITY,
                    "select device_id, day::timestamp, quality_score from dairy_production where quality_score is not null",
            Column.WATER, "select device_id, ts, liters from water_consumption"));

    private static final String YEARS = """
            select d.name, extract(year from v.month)::int, round(sum(v.total_kwh)::numeric / 1e6), sum(v.reading_count)
            from v_energy_monthly v join generic_device d on d.id = v.device_id
            where v.month < date '2018-01-01'
            group by 1, 2
            order by 1, 2
            """;

    private final List<Figures> services;
    private final List<Comparison> comparisons;
    private final List<List<String>> years;

    private Proof(List<Figures> services, List<Comparison> comparisons, List<List<String>> years) {
        this.services = services;
        this.comparisons = comparisons;
        this.years = years;
    }

    /** What the journal has, and what the database has. */
    record Comparison(Column column, int written, long lost, long different, long unexplained) {

        static Comparison of(Column column, Map<Cell, Object> written, Map<Cell, Object> found) {
            long lost = written.keySet().stream()
                    .filter(key -> !found.containsKey(key))
                    .count();
            long different = written.entrySet().stream()
                    .filter(entry -> found.containsKey(entry.getKey()))
                    .filter(entry -> !Objects.equals(entry.getValue(), found.get(entry.getKey())))
                    .count();
            long unexplained = found.keySet().stream()
                    .filter(key -> !written.containsKey(key))
                    .count();
            return new Comparison(column, written.size(), lost, different, unexplained);
        }

        boolean isEqual() {
            return written > 0 && lost + different + unexplained == 0;
        }
    }

    static Proof of(String url, Fleet fleet) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            Journal journal = fleet.journal();
            List<Comparison> comparisons = new ArrayList<>();
            for (Map.Entry<Column, String> each : WRITTEN.entrySet()) {
                Column column = each.getKey();
                comparisons.add(
                        Comparison.of(column, journal.committed(column), found(statement, column, each.getValue())));
            }
            return new Proof(fleet.figures(), comparisons, years(statement));
        }
    }

    private static Map<Cell, Object> found(Statement statement, Column column, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            Map<Cell, Object> found = new HashMap<>();
            while (rows.next()) {
                Cell key = new Cell(column, rows.getInt(1), rows.getObject(2, LocalDateTime.class));
                found.put(key, rows.getObject(3));
            }
            return found;
        }
    }

    private static List<List<String>> years(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(YEARS)) {
            List<List<String>> years = new ArrayList<>();
            while (rows.next()) {
                years.add(List.of(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
            }
            return years;
        }
    }

    boolean holds() {
        return comparisons.stream().allMatch(Comparison::isEqual)
                && services.stream()
                        .allMatch(service ->
                                service.statements() > 0 && service.complaints().isEmpty());
    }

    String render() {
        TextTable who = new TextTable("service", "statements>", "failed or wrong>", "longest>");
        for (Figures service : services) {
            who.add(List.of(
                    service.name(),
                    String.valueOf(service.statements()),
                    String.valueOf(service.complaints().size()),
                    Texts.duration(service.longest())));
        }
        TextTable what = new TextTable("what was written", "rows>", "lost>", "different>", "not explained>");
        for (Comparison comparison : comparisons) {
            what.add(List.of(
                    comparison.column().toString(),
                    String.valueOf(comparison.written()),
                    String.valueOf(comparison.lost()),
                    String.valueOf(comparison.different()),
                    String.valueOf(comparison.unexplained())));
        }
        TextTable history = new TextTable("v_energy_monthly", "year>", "thousand MWh>", "readings>");
        years.forEach(history::add);
        return who.render() + "\n" + what.render() + "\n" + history.render() + complaints();
    }

    private String complaints() {
        return services.stream()
                .flatMap(service -> service.complaints().stream().limit(3))
                .map(complaint -> "  " + complaint + "\n")
                .collect(Collectors.joining());
    }
}
