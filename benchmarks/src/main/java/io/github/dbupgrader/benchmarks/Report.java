package io.github.dbupgrader.benchmarks;

import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The results as Markdown, and their place in a page whose prose is written by hand. */
final class Report {

    private static final String BEGIN = "<!-- results: written by the benchmarks, not by hand -->";
    private static final String END = "<!-- end of results -->";

    private final String environment;
    private final List<Section> sections = new ArrayList<>();

    Report(String environment) {
        this.environment = environment;
    }

    void add(Section section) {
        sections.add(section);
    }

    String targets() {
        List<List<String>> rows = sections.stream()
                .flatMap(s -> s.targets().stream())
                .map(Report::row)
                .toList();
        return table(List.of("target", "measured", "limit", ""), rows);
    }

    String text() {
        String tables = sections.stream()
                .map(s -> "## " + s.title() + "\n\n" + table(s.header(), s.rows()))
                .collect(Collectors.joining("\n"));
        return environment + "\n\n## Targets\n\n" + targets() + "\n" + tables;
    }

    /** Puts the results between the marks of a page. */
    void writeInto(Path page) throws IOException {
        String old = Files.readString(page);
        int begin = old.indexOf(BEGIN);
        int end = old.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("the page has no place for results: " + BEGIN + " … " + END);
        }
        Files.writeString(page, old.substring(0, begin) + BEGIN + "\n" + text() + "\n" + old.substring(end));
    }

    private static List<String> row(Target target) {
        return List.of(target.what(), target.figure(), target.limit(), target.reached() ? "OK" : "**MISSED**");
    }

    private static String table(List<String> header, List<List<String>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(header);
        lines.add(Collections.nCopies(header.size(), "---"));
        lines.addAll(rows);
        return lines.stream()
                .map(cells -> "| " + String.join(" | ", cells) + " |\n")
                .collect(Collectors.joining());
    }
}
