package io.github.dbupgrader.examples.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows under headings, in columns that are as wide as they must be. A heading that ends with {@code >} aligns its column to the right. Call only. */
public final class TextTable {

    private static final String RIGHT = ">";

    private final List<String> headings;
    private final List<Boolean> right;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Creates one without rows.
     *
     * @param headings the headings of the columns
     */
    public TextTable(String... headings) {
        this.right = List.of(headings).stream().map(h -> h.endsWith(RIGHT)).toList();
        this.headings =
                List.of(headings).stream().map(h -> h.replace(RIGHT, "")).toList();
    }

    /**
     * Adds a row.
     *
     * @param row as many cells as there are headings
     */
    public void add(List<String> row) {
        if (row.size() != headings.size()) {
            throw new IllegalArgumentException(row.size() + " cells for " + headings.size() + " columns");
        }
        rows.add(row);
    }

    /** {@return the table, each line with its end} */
    public String render() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(headings);
        lines.addAll(rows);
        List<Integer> widths = IntStream.range(0, headings.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .boxed()
                .toList();
        return lines.stream().map(line -> render(line, widths)).collect(Collectors.joining());
    }

    private String render(List<String> line, List<Integer> widths) {
        String text = IntStream.range(0, line.size())
                .mapToObj(column -> {
                    String padding =
                            " ".repeat(widths.get(column) - line.get(column).length());
                    return right.get(column) ? padding + line.get(column) : line.get(column) + padding;
                })
                .collect(Collectors.joining("  "));
        return "  " + text.stripTrailing() + "\n";
    }
}
