package io.github.dbupgrader.backfill;

import io.github.dbupgrader.testing.ServerDirectory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A server of its own that archives, vacuums often, and has a standby when asked for one. */
final class ThrottledServer implements AutoCloseable {

    private static final Set<String> OF_THE_PROCESS = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");
    private static final int NEW_NAMES_OF_THE_BACKUP_FUNCTIONS = 15;

    private final Path home;
    private final EmbeddedPostgres primary;
    private EmbeddedPostgres standby;

    ThrottledServer() throws IOException {
        home = ServerDirectory.create();
        primary = EmbeddedPostgres.builder()
                .setDataDirectory(home.resolve("primary"))
                .setServerConfig("fsync", "off")
                .setServerConfig("archive_mode", "on")
                .setServerConfig("autovacuum_naptime", "1s")
                .start();
    }

    Connection connect() throws SQLException {
        return primary.getPostgresDatabase().getConnection();
    }

    Connection connect(String role) throws SQLException {
        return primary.getDatabase(role, "postgres").getConnection();
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, statements);
        }
    }

    void onStandby(String... statements) throws SQLException {
        try (Connection connection = standby.getPostgresDatabase().getConnection()) {
            execute(connection, statements);
        }
    }

    Connection connectToStandby() throws SQLException {
        return standby.getPostgresDatabase().getConnection();
    }

    /** Stops it as a crash would, without writing anything more, and starts it again. */
    void restartAtOnce() throws IOException, InterruptedException {
        control("restart");
    }

    /** Stops it as a crash would. */
    void stopAtOnce() throws IOException, InterruptedException {
        control("stop");
    }

    /** The binaries lie where the running server was started from; they refuse to be run by root, but in a name space of its own. */
    private void control(String command) throws IOException, InterruptedException {
        Path data = home.resolve("primary");
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        Path binaries = Path.of(ProcessHandle.of(pid)
                        .flatMap(process -> process.info().command())
                        .orElseThrow())
                .getParent();
        List<String> words = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            words.addAll(List.of("unshare", "-U"));
        }
        words.addAll(List.of(
                binaries.resolve("pg_ctl").toString(), command, "-D", data.toString(), "-m", "immediate", "-w"));
        words.addAll(List.of("-l", home.resolve("log").toString()));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("control").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(home.resolve("control")));
        }
    }

    /** {@return what a throttle says, asked through a connection of its own} */
    Verdict ask(Throttle throttle) throws Exception {
        try (Connection connection = connect()) {
            return throttle.check(new ThrottleContext(connection, "public.cow", Duration.ZERO));
        }
    }

    /** Copies the files between the start and the end of a backup, as these binaries have no tool for it. */
    void startStandby() throws SQLException, IOException {
        Path copy = home.resolve("standby");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            boolean renamed = connection.getMetaData().getDatabaseMajorVersion() >= NEW_NAMES_OF_THE_BACKUP_FUNCTIONS;
            statement.execute(
                    renamed ? "select pg_backup_start('copy', true)" : "select pg_start_backup('copy', true, false)");
            copy(home.resolve("primary"), copy);
            try (ResultSet label = statement.executeQuery(
                    "select labelfile from " + (renamed ? "pg_backup_stop(false)" : "pg_stop_backup(false, false)"))) {
                label.next();
                Files.writeString(copy.resolve("backup_label"), label.getString(1));
            }
        }
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=localhost port=" + primary.getPort()
                        + " user=postgres application_name=copy'\n");
        standby = EmbeddedPostgres.builder()
                .setDataDirectory(copy)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "off")
                .setServerConfig("wal_receiver_status_interval", "1s")
                .start();
    }

    @Override
    public void close() throws IOException {
        try {
            if (standby != null) {
                standby.close();
            }
        } finally {
            primary.close();
        }
        // the copy, which its server did not make and so leaves
        try (Stream<Path> left = Files.walk(home)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path target = to.resolve(from.relativize(directory).toString());
                Files.createDirectories(target);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!OF_THE_PROCESS.contains(file.getFileName().toString())) {
                    copyIfThere(file, to.resolve(from.relativize(file).toString()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        if (Files.getFileStore(to).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** A file that is dropped meanwhile is dropped in the copy by what the log says. */
    private static void copyIfThere(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to);
        } catch (NoSuchFileException e) {
            Files.deleteIfExists(to);
        }
    }
}
