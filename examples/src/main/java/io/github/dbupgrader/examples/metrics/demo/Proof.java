package io.github.dbupgrader.examples.metrics.demo;

import io.github.dbupgrader.examples.metrics.application.Edits.Edit;
import io.github.dbupgrader.examples.metrics.application.Figures;
import io.github.dbupgrader.examples.metrics.application.Fleet;
import io.github.dbupgrader.examples.text.TextTable;
import io.github.dbupgrader.examples.text.Texts;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must hold at the end.
 *
 * @param services what the releases did and met
 * @param edits how many edits were committed
 * @param lost how many of them are no version of their metric
 * @param definitions how many definitions nobody edited, whose list of columns was right
 * @param changed how many of these are not as they were before
 */
record Proof(List<Figures> services, int edits, long lost, int definitions, long changed) {

    private static final String VERSIONS = """
            select m.id || ' ' || (entry.value -> 'content' ->> 'description'), 'version'
            from metric_files m, jsonb_each(m.version_history) as entry
            where entry.value -> 'content' ->> 'description' like '%, edit %'
            """;

    static Proof of(Rows rows, Fleet fleet, Map<String, String> before, Map<String, String> after) throws SQLException {
        Set<String> versions = rows.pairs(VERSIONS).keySet();
        Set<String> edits = new HashSet<>();
        for (Edit edit : fleet.edits()) {
            edits.add(edit.metric() + " " + edit.description());
        }
        long lost = edits.stream().filter(edit -> !versions.contains(edit)).count();
        long changed = before.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(after.get(entry.getKey())))
                .count();
        return new Proof(fleet.figures(), edits.size(), lost, before.size(), changed);
    }

    boolean holds() {
        return edits > 0
                && lost == 0
                && definitions > 0
                && changed == 0
                && services.stream()
                        .allMatch(service -> service.reads() > 0
                                && service.edits() > 0
                                && service.complaints().isEmpty());
    }

    String render() {
        TextTable who = new TextTable("application", "reads>", "edits>", "failed or wrong>", "longest>");
        for (Figures service : services) {
            who.add(List.of(
                    service.name(),
                    String.valueOf(service.reads()),
                    String.valueOf(service.edits()),
                    String.valueOf(service.complaints().size()),
                    Texts.duration(service.longest())));
        }
        TextTable what = new TextTable("", ">", "");
        what.add(List.of("edits", String.valueOf(edits), lost + " lost"));
        what.add(List.of(
                "definitions with a right list, untouched by people",
                String.valueOf(definitions),
                changed + " changed"));
        return who.render() + "\n" + what.render().lines().skip(1).collect(Collectors.joining("\n", "", "\n"))
                + complaints();
    }

    private String complaints() {
        return services.stream()
                .flatMap(service -> service.complaints().stream().limit(3))
                .map(complaint -> "  " + complaint + "\n")
                .collect(Collectors.joining());
    }
}
