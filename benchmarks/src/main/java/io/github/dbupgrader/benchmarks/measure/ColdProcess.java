package io.github.dbupgrader.benchmarks.measure;

import io.github.dbupgrader.benchmarks.server.TestServer;
import io.github.dbupgrader.benchmarks.tool.ColdStart;
import io.github.dbupgrader.benchmarks.tool.FlywayTool;
import io.github.dbupgrader.benchmarks.tool.JdbiTool;
import io.github.dbupgrader.benchmarks.tool.LiquibaseTool;
import io.github.dbupgrader.benchmarks.tool.PlainTool;
import io.github.dbupgrader.benchmarks.tool.Steps;
import io.github.dbupgrader.benchmarks.tool.Tool;
import io.github.dbupgrader.benchmarks.tool.UpgraderTool;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A whole process that starts, finds nothing to do and ends: what a deploy job or a small container pays for loading classes. */
public final class ColdProcess implements Measurement {

    private static final double AT_MOST_MILLIS_MORE = 250;
    private static final int LARGEST = 100;

    @Override
    public String word() {
        return "cold";
    }

    /** One tool as a command. */
    private record Program(Tool tool, String classPath, String database, Path built, Sample sample) {}

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        int size = Math.min(LARGEST, settings.sizes().get(0));
        Steps steps = Steps.trivial(size);
        ClassPaths paths = new ClassPaths();
        String plain = applied(server, new PlainTool(), steps);
        List<Program> programs = List.of(
                program(new UpgraderTool(), paths.forProcess("upgrader-core"), server, steps),
                program(new FlywayTool(), paths.forProcess("flyway-core", "flyway-database-postgresql"), server, steps),
                program(new LiquibaseTool(), paths.forProcess("liquibase-core"), server, steps),
                new Program(new PlainTool(), paths.forProcess(), plain, Path.of(""), new Sample()),
                new Program(new JdbiTool(), paths.forProcess("jdbi3-core"), plain, Path.of(""), new Sample()));
        for (int run = -settings.warmUps(); run < settings.repetitions(); run++) {
            for (Program program : programs) {
                double millis = Sample.time(() -> runOnce(program, server, size));
                if (run >= 0) {
                    program.sample().add(millis);
                }
            }
        }
        return section(size, programs);
    }

    private static Section section(int size, List<Program> programs) {
        double bare = median(programs, PlainTool.NAME);
        double jdbi = median(programs, JdbiTool.NAME);
        List<List<String>> rows = new ArrayList<>();
        for (Program program : programs) {
            double median = program.sample().median();
            rows.add(List.of(
                    program.tool().name(),
                    program.sample().medianText(),
                    program.sample().range(),
                    "%+.0f ms".formatted(median - bare),
                    "%+.0f ms".formatted(median - jdbi),
                    String.valueOf(program.sample().count())));
        }
        double more = Math.rint(median(programs, UpgraderTool.NAME) - jdbi);
        return new Section(
                "Cold process with nothing to do, " + size + " applied",
                List.of("tool", "median", "range", "over plain JDBC", "over plain JDBC with Jdbi", "runs"),
                rows,
                List.of(Target.atMost("cold process: over plain JDBC with Jdbi", more, AT_MOST_MILLIS_MORE, " ms")));
    }

    private static double median(List<Program> programs, String name) {
        return programs.stream()
                .filter(p -> p.tool().name().equals(name))
                .findFirst()
                .orElseThrow()
                .sample()
                .median();
    }

    private static Program program(Tool tool, String classPath, TestServer server, Steps steps) throws Exception {
        return new Program(tool, classPath, applied(server, tool, steps), tool.build(steps), new Sample());
    }

    private static String applied(TestServer server, Tool tool, Steps steps) throws Exception {
        String database = server.createDatabase();
        tool.prepare(steps).on(server.direct(database));
        return database;
    }

    private static void runOnce(Program program, TestServer server, int size) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        program.classPath(),
                        ColdStart.class.getName(),
                        program.tool().getClass().getName(),
                        server.url(program.database()),
                        String.valueOf(size),
                        program.built().toString())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        int code = process.waitFor();
        if (code != 0) {
            throw new IllegalStateException(program.tool().name() + " ended with code " + code);
        }
    }
}
