package io.github.dbupgrader.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A file of source text, for rules about what the compiler does not keep.
 *
 * @param packageName relative to the folder that was read; empty for the folder itself
 * @param name without the ending
 * @param text all of it
 */
public record SourceFile(String packageName, String name, String text) {

    /** A longer file is too long. */
    public static final int LINES = 300;

    /** {@return all Java files in that folder and below, sorted by path} */
    public static List<SourceFile> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(file -> read(folder, file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isTooLong() {
        return text.lines().count() > LINES;
    }

    /** {@return the packages of these files that have no page, or are not null-marked, sorted} */
    public static Set<String> badPackages(List<SourceFile> files) {
        TreeMap<String, String> pages = new TreeMap<>();
        files.forEach(file -> pages.putIfAbsent(file.packageName, ""));
        files.stream()
                .filter(file -> file.name.equals("package-info"))
                .forEach(file -> pages.put(file.packageName, file.text));
        pages.values().removeIf(text -> text.contains("/**") && text.contains("@NullMarked"));
        return pages.keySet();
    }

    private static SourceFile read(Path folder, Path file) {
        try {
            String packageName = folder.relativize(file.getParent()).toString().replace(File.separatorChar, '.');
            String name = file.getFileName().toString().replace(".java", "");
            return new SourceFile(packageName, name, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
