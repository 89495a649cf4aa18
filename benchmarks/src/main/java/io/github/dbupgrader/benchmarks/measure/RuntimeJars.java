package io.github.dbupgrader.benchmarks.measure;

import io.github.dbupgrader.benchmarks.server.TestServer;
import io.github.dbupgrader.benchmarks.tool.FlywayTool;
import io.github.dbupgrader.benchmarks.tool.LiquibaseTool;
import io.github.dbupgrader.benchmarks.tool.UpgraderTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** How many jars a tool brings beside the driver, and how large they are. */
public final class RuntimeJars implements Measurement {

    private static final double MEGABYTE = 1e6;
    private static final double CORE_AT_MOST = 0.6;
    private static final double ALL_AT_MOST = 5;
    private static final String CORE = "upgrader-core";

    @Override
    public String word() {
        return "jars";
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        ClassPaths paths = new ClassPaths();
        Collection<Path> ours = beyondDriver(paths, CORE);
        List<List<String>> rows = List.of(
                row(UpgraderTool.NAME, ours),
                row(FlywayTool.NAME, beyondDriver(paths, "flyway-core", "flyway-database-postgresql")),
                row(LiquibaseTool.NAME, beyondDriver(paths, "liquibase-core")));
        Path core = paths.of(CORE).iterator().next();
        return new Section(
                "Runtime jars beyond the driver",
                List.of("tool", "jars", "size", "which"),
                rows,
                List.of(
                        Target.atMost("core's own jar", megabytes(List.of(core)), CORE_AT_MOST, " MB"),
                        Target.atMost("all runtime jars beyond the driver", megabytes(ours), ALL_AT_MOST, " MB")));
    }

    private static Collection<Path> beyondDriver(ClassPaths paths, String... artifacts) {
        Collection<Path> jars = new ArrayList<>(paths.of(artifacts));
        jars.removeAll(paths.of("postgresql"));
        return jars;
    }

    private static List<String> row(String tool, Collection<Path> jars) {
        String names = jars.stream()
                .map(jar -> "%s (%.2f)".formatted(jar.getFileName(), megabytes(List.of(jar))))
                .collect(Collectors.joining(", "));
        return List.of(tool, String.valueOf(jars.size()), "%.2f MB".formatted(megabytes(jars)), names);
    }

    private static double megabytes(Collection<Path> jars) {
        return jars.stream().mapToLong(RuntimeJars::size).sum() / MEGABYTE;
    }

    private static long size(Path jar) {
        try {
            return Files.size(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
