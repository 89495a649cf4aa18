package io.github.dbupgrader.benchmarks;

import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The results as Markdown, and their place in a page whose prose is written by hand.
 *
 * <p>The page has a block for each measurement, so that one can be made anew without the others: what is compared with each other stands in one block and comes from one run.
 */
final class Report {

    private static final String BEGIN = "<!-- results: written by the benchmarks, not by hand -->\n";
    private static final String END = "<!-- end of results -->";
    private static final Pattern BLOCK =
            Pattern.compile("<!-- ([a-z-]+) -->\\n(.*?)(?=<!-- [a-z-]+ -->\\n|\\z)", Pattern.DOTALL);

    private final String environment;
    private final Map<String, String> blocks = new LinkedHashMap<>();

    Report(String environment) {
        this.environment = environment;
    }

    /** {@return the block as text} */
    String add(String word, Section section) {
        String targets = table(
                List.of("target", "measured", "limit", ""),
                section.targets().stream().map(Report::row).toList());
        String text = "## " + section.title() + "\n\n" + table(section.header(), section.rows()) + "\n"
                + (section.targets().isEmpty() ? "" : targets + "\n") + environment + "\n\n";
        blocks.put(word, text);
        return text;
    }

    /**
     * Puts the blocks between the marks of a page, those of the page that were not made anew among them.
     *
     * @param page the page
     * @param order the words of all blocks that the page may have
     */
    void writeInto(Path page, List<String> order) throws IOException {
        String old = Files.readString(page);
        int begin = old.indexOf(BEGIN);
        int end = old.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("the page has no place for results: " + BEGIN + " … " + END);
        }
        Map<String, String> all = blocksOf(old.substring(begin + BEGIN.length(), end));
        all.putAll(blocks);
        String results = order.stream()
                .filter(all::containsKey)
                .map(word -> "<!-- " + word + " -->\n" + all.get(word))
                .collect(Collectors.joining());
        Files.writeString(page, old.substring(0, begin) + BEGIN + results + old.substring(end));
    }

    private static Map<String, String> blocksOf(String text) {
        Matcher matcher = BLOCK.matcher(text);
        return matcher.results()
                .collect(Collectors.toMap(
                        (MatchResult block) -> block.group(1),
                        block -> block.group(2),
                        (a, b) -> b,
                        LinkedHashMap::new));
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
