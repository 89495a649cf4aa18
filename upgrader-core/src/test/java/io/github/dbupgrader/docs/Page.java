package io.github.dbupgrader.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, and the Java in it. */
record Page(Path path, String text) {

    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    static Path root() {
        return Path.of(System.getProperty("user.dir")).getParent();
    }

    static Page read(String name) {
        Path path = root().resolve(name);
        try {
            return new Page(path, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The README and all pages in docs. */
    static List<Page> all() {
        try (Stream<Path> files = Files.walk(root().resolve("docs"))) {
            List<Page> pages = new ArrayList<>();
            pages.add(read("README.md"));
            files.filter(f -> f.toString().endsWith(".md"))
                    .sorted()
                    .forEach(f -> pages.add(read(root().relativize(f).toString())));
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fenced blocks of a language, in order. */
    List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(language)) {
                blocks.add(matcher.group(2));
            }
        }
        return blocks;
    }

    @Override
    public String toString() {
        return root().relativize(path).toString();
    }
}
