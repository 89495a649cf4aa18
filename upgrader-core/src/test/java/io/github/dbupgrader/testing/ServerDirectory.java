package io.github.dbupgrader.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where embedded servers keep their files: in memory, where the system has a file system for that with room enough; otherwise where temporary files go.
 *
 * <p>To create a database is to write some three hundred files. On a disk that takes up to ten times as long, and each test has a database of its own.
 */
public final class ServerDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(ServerDirectory.class);
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM = 3L << 30;
    private static final String PREFIX = "upgrader-test-";
    private static final Duration STARTING = Duration.ofMinutes(10);

    private ServerDirectory() {}

    /** {@return a new directory; whoever made it deletes it} */
    public static Path create() {
        return create(MEMORY, ROOM);
    }

    static Path create(Path memory, long room) {
        try {
            if (!Files.isDirectory(memory)
                    || !Files.isWritable(memory)
                    || Files.getFileStore(memory).getUsableSpace() < room) {
                return Files.createTempDirectory(PREFIX);
            }
            deleteAbandoned(memory);
            return Files.createTempDirectory(memory, PREFIX);
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for a server's files", e);
        }
    }

    /** A JVM that was killed leaves its server's files behind, and what lies in memory is missing there. */
    private static void deleteAbandoned(Path memory) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(memory, PREFIX + "*")) {
            for (Path directory : directories) {
                deleteIfAbandoned(directory);
            }
        }
    }

    /** The JVM that runs a server keeps a file of it locked. */
    private static void deleteIfAbandoned(Path directory) throws IOException {
        Path file = directory.resolve("epg-lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            Instant begun = Files.getLastModifiedTime(file).toInstant();
            if (lock != null && begun.isBefore(Instant.now().minus(STARTING))) {
                delete(directory);
            }
        } catch (NoSuchFileException | OverlappingFileLockException e) {
            LOG.debug("{} is in use", directory, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> left = Files.walk(directory)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
