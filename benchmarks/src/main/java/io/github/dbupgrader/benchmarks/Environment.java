package io.github.dbupgrader.benchmarks;

import io.github.dbupgrader.benchmarks.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machine and the versions of a run, in one paragraph. */
final class Environment {

    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final double KILOBYTES_A_GIGABYTE = 1e6;

    private Environment() {}

    static String describe(TestServer server) throws IOException, SQLException {
        return "Run of %s on %s with %d processors%s%s, %s; Java %s; PostgreSQL %s (embedded, same machine). %s."
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        value(CPU, "model name").map(name -> " (" + name + ")").orElse(""),
                        value(MEMORY, "MemTotal").map(Environment::gigabytes).orElse(""),
                        System.getProperty("os.name"),
                        System.getProperty("java.version"),
                        server.version(),
                        libraries());
    }

    private static Optional<String> value(Path file, String key) throws IOException {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst();
        }
    }

    private static String gigabytes(String kilobytes) {
        double number = Double.parseDouble(kilobytes.replaceAll("\\D", ""));
        return String.format(Locale.ROOT, ", %.0f GB", number / KILOBYTES_A_GIGABYTE);
    }

    private static String libraries() {
        String classPath = System.getProperty("java.class.path");
        return Stream.of("flyway-core", "liquibase-core", "postgresql", "jdbi3-core", "HikariCP")
                .map(name ->
                        name + " " + classPath.replaceAll("(?s).*[/\\\\]" + name + "-(\\d[^/\\\\]*)\\.jar.*", "$1"))
                .collect(Collectors.joining(", "));
    }
}
