package io.github.dbupgrader.benchmarks.measure;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a process of its own, with a small heap, has in use while it goes through rows: does it depend on their number? */
public final class ProcessMemory {

    private static final double MOST_GROWTH = 1.5;

    private final int heapMegabytes;
    private final List<Double> megabytes;

    private ProcessMemory(int heapMegabytes, List<Double> megabytes) {
        this.heapMegabytes = heapMegabytes;
        this.megabytes = megabytes;
    }

    /**
     * Runs a program that writes what {@link Tenths} tell, and waits for its end.
     *
     * @param heapMegabytes the size of the heap: the program ends with an error if it needs more
     * @param program the class with the main method, whose arguments are the URL and the number of rows
     * @param url the database
     * @param rows how many rows there are
     * @param artifacts the direct dependencies of the program
     * @return what it had in use
     * @throws IOException if it cannot be started or read
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws IllegalStateException if the program fails
     */
    public static ProcessMemory of(int heapMegabytes, Class<?> program, String url, long rows, String... artifacts)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMegabytes + "m",
                        "-cp",
                        new ClassPaths().forProcess(artifacts),
                        program.getName(),
                        url,
                        String.valueOf(rows))
                .redirectError(Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Check.number("exit code of " + program.getSimpleName(), 0, process.waitFor());
        return new ProcessMemory(
                heapMegabytes,
                Stream.of(output.split("\\s+")).map(Double::valueOf).toList());
    }

    /**
     * {@return what came of it, with targets for the most and for the growth}
     *
     * @param title what was measured, without the size of the heap
     * @param when when the memory in use was looked at
     * @param most what the target for the most compares
     * @param growth what the target for the growth compares
     */
    public Section section(String title, String when, String most, String growth) {
        double first = megabytes.get(0);
        double last = megabytes.get(megabytes.size() - 1);
        double largest =
                megabytes.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return new Section(
                title + ", -Xmx%dm".formatted(heapMegabytes),
                List.of(when, "first tenth", "last tenth", "most"),
                List.of(List.of("", text(first), text(last), text(largest))),
                List.of(
                        Target.atMost(most, largest, heapMegabytes, " MB"),
                        Target.atMost(growth, last / first, MOST_GROWTH, "")));
    }

    private static String text(double value) {
        return "%.1f MB".formatted(value);
    }
}
