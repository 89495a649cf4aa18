package io.github.dbupgrader.faults;

import io.github.dbupgrader.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Another JVM, because only a process can be killed. It runs the {@code main} of a class of the tests, which gets the
 * database's URL, user and password as its first arguments; what it prints is kept, and shown when it does something
 * unexpected. One that still runs is killed at the end.
 */
final class ChildJvm implements AutoCloseable {

    /** The number of arguments that every child gets. */
    static final int OWN = 3;

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final Thread reader;

    private ChildJvm(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "child-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static ChildJvm start(Class<?> main, TestDatabase database, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // a short life: what the optimising compiler and a parallel collector need to start is never earned back
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx128m"));
        command.add("-Duser.timezone=" + System.getProperty("user.timezone", "Asia/Kathmandu"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(database.url(), database.user(), database.password()));
        command.addAll(List.of(arguments));
        try {
            return new ChildJvm(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return what the child's own arguments lead to: a data source without a pool} */
    static DataSource dataSource(String[] arguments) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(arguments[0]);
        dataSource.setUser(arguments[1]);
        dataSource.setPassword(arguments[2]);
        dataSource.setApplicationName("child " + ProcessHandle.current().pid());
        return dataSource;
    }

    long pid() {
        return process.pid();
    }

    /** Waits until the child has printed this line. */
    void awaitLine(String line) {
        Awaitility.await("the child prints \"" + line + "\"")
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .failFast(() -> {
                    if (!process.isAlive() && !lines().contains(line)) {
                        throw new AssertionError("the child ended without it:\n" + String.join("\n", lines()));
                    }
                })
                .until(() -> lines().contains(line));
    }

    /** Writes a line to the child's standard input. */
    void say(String line) {
        PrintStream in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        in.println(line);
    }

    /** SIGKILL: no hook runs, and nobody says good-bye to the server. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGTERM: shutdown hooks run. */
    void terminate() {
        process.destroy();
        awaitExit();
    }

    /** {@return the exit code} */
    int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the child does not end:\n" + String.join("\n", lines()));
            }
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a child ends", e);
        }
        return process.exitValue();
    }

    /** {@return what it has printed} */
    List<String> lines() {
        synchronized (output) {
            return List.copyOf(output);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
            }
        } catch (IOException e) {
            // the process was killed while it printed
        }
    }
}
