package io.github.dbupgrader.faults;

import io.github.dbupgrader.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PgBouncer before a test's database, from the PATH or from where Debian's package puts it. Where there is none,
 * the test fails: who asks for these tests wants to know.
 */
final class PgBouncer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestDatabase database;
    private final Path directory;
    private final int port;
    private final int sessions;
    private final Process process;

    private PgBouncer(TestDatabase database, Path directory, int port, int sessions, Process process) {
        this.database = database;
        this.directory = directory;
        this.port = port;
        this.sessions = sessions;
        this.process = process;
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param mode {@code session} or {@code transaction}
     * @param sessions how many sessions it opens at the server at most
     */
    static PgBouncer start(TestDatabase database, String mode, int sessions) {
        try {
            Path directory = Files.createTempDirectory("pgbouncer");
            // it gives up being root, and then it must still read its settings and write its log
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            int port = freePort();
            Path settings = directory.resolve("pgbouncer.ini");
            Files.writeString(settings, settings(database, mode, sessions, port, directory));
            ProcessBuilder command = new ProcessBuilder(binary(), settings.toString());
            if (System.getProperty("user.name").equals("root")) {
                command.command().addAll(1, List.of("-u", "nobody"));
            }
            command.redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile());
            PgBouncer bouncer = new PgBouncer(database, directory, port, sessions, command.start());
            bouncer.awaitAnswer();
            return bouncer;
        } catch (IOException e) {
            throw new UncheckedIOException("PgBouncer does not start", e);
        }
    }

    private static String binary() {
        Stream<String> path =
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"));
        return Stream.concat(path, Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no pgbouncer in PATH or /usr/sbin: install it (Debian: apt-get install pgbouncer)"))
                .toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String settings(TestDatabase database, String mode, int sessions, int port, Path directory) {
        PGSimpleDataSource server = database.dataSource();
        return """
                [databases]
                %s = host=%s port=%d user=%s password=%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = %s
                default_pool_size = %d
                ignore_startup_parameters = extra_float_digits
                logfile = %s
                """.formatted(
                        database.name(),
                        server.getServerNames()[0],
                        server.getPortNumbers()[0],
                        database.user(),
                        database.password(),
                        port,
                        mode,
                        sessions,
                        directory.resolve("log"));
    }

    private void awaitAnswer() throws IOException {
        Awaitility.await("PgBouncer answers")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError(Files.readString(directory.resolve("output")));
                    }
                })
                .until(this::answers);
    }

    private boolean answers() {
        try (Connection connection = dataSource().getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** {@return a data source without a pool of its own, whose connections go through here} */
    PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = database.dataSource();
        dataSource.setServerNames(new String[] {"127.0.0.1"});
        dataSource.setPortNumbers(new int[] {port});
        return dataSource;
    }

    /** {@return the first column of the answers of all sessions at the server, each held by a transaction of one client} */
    List<String> askAllSessions(String sql) {
        List<Connection> clients = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        try {
            for (int i = 0; i < sessions; i++) {
                Connection client = dataSource().getConnection();
                clients.add(client);
                client.setAutoCommit(false);
                try (Statement statement = client.createStatement();
                        ResultSet rows = statement.executeQuery(sql)) {
                    while (rows.next()) {
                        answers.add(rows.getString(1));
                    }
                }
            }
            for (Connection client : clients) {
                client.close();
            }
            return answers;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Ends it, and with it the sessions that it keeps at the server. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            for (String file : List.of("pgbouncer.ini", "output", "log")) {
                Files.deleteIfExists(directory.resolve(file));
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PgBouncer ends", e);
        }
    }
}
