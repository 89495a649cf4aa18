package io.github.dbupgrader.benchmarks.measure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which jars a tool needs: its branch of the dependency tree that Maven writes when it builds this module. A jar that several tools need is in each of their
 * branches, once as itself and elsewhere as "omitted for duplicate".
 */
public final class ClassPaths {

    private static final Pattern LINE =
            Pattern.compile("^((?:[| ] {2}|\\+- |\\\\- )*)\\(?([^: ]+):([^: ]+):jar:([^: ]+)(?:[: ].*)?$");
    private static final int INDENT = 3;
    private static final int MODULE_TARGET_CLASSES = 3;

    private final Map<String, Set<String>> children = new HashMap<>();
    private final Map<String, Path> jars = new HashMap<>();

    /**
     * Reads the tree that the system property {@code benchmarks.tree} names.
     *
     * @throws IOException if it cannot be read
     */
    public ClassPaths() throws IOException {
        List<String> path = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(System.getProperty("benchmarks.tree", "")))) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                int depth = matcher.group(1).length() / INDENT;
                String artifact = matcher.group(3);
                path = new ArrayList<>(path.subList(0, depth));
                if (depth > 0) {
                    children.computeIfAbsent(path.get(depth - 1), k -> new LinkedHashSet<>())
                            .add(artifact);
                }
                path.add(artifact);
            }
        }
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(Path::of)
                .forEach(jar -> jars.putIfAbsent(artifact(jar), jar));
    }

    /**
     * {@return the jars that an application gets with some direct dependencies}
     *
     * @param artifacts the dependencies
     */
    public Collection<Path> of(String... artifacts) {
        Map<String, Path> found = new LinkedHashMap<>();
        for (String artifact : artifacts) {
            add(artifact, found);
        }
        return found.values();
    }

    /**
     * {@return a class path for a process with some direct dependencies, the driver and the programs of this module}
     *
     * @param artifacts the dependencies
     */
    public String forProcess(String... artifacts) {
        Stream<Path> all = Stream.concat(
                Stream.of(jar("benchmarks")), Stream.concat(of(artifacts).stream(), of("postgresql").stream()));
        return all.distinct().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private void add(String artifact, Map<String, Path> found) {
        if (!found.containsKey(artifact)) {
            found.put(artifact, jar(artifact));
            children.getOrDefault(artifact, Set.of()).forEach(child -> add(child, found));
        }
    }

    private Path jar(String artifact) {
        Path jar = jars.get(artifact);
        if (jar == null) {
            throw new IllegalStateException(artifact + " is in the dependency tree, but not on the class path");
        }
        return jar;
    }

    /** The name of the artifact, be it a jar of a repository or, in a build that stops before packaging, a module's classes. */
    private static String artifact(Path entry) {
        int names = entry.getNameCount();
        return entry.endsWith("classes") && names >= MODULE_TARGET_CLASSES
                ? entry.getName(names - MODULE_TARGET_CLASSES).toString()
                : entry.getName(names - 1).toString().replaceFirst("-\\d.*", "");
    }
}
