package io.github.dbupgrader.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerDirectoryTest {

    @TempDir
    private Path memory;

    @Test
    void create_withRoom_isInMemory() {
        assertThat(ServerDirectory.create(memory, 1)).isEmptyDirectory().hasParent(memory);
    }

    @Test
    void create_withoutRoomOrMemory_isWhereTemporaryFilesGo() throws IOException {
        for (Path directory : new Path[] {
            ServerDirectory.create(memory, Long.MAX_VALUE), ServerDirectory.create(memory.resolve("none"), 1)
        }) {
            assertThat(directory).isEmptyDirectory().hasParent(Path.of(System.getProperty("java.io.tmpdir")));
            Files.delete(directory);
        }
    }

    @Test
    void create_deletesWhatAKilledJvmLeft() throws IOException {
        Path left = server(Duration.ofHours(1));

        ServerDirectory.create(memory, 1);

        assertThat(left).doesNotExist();
    }

    @Test
    void create_leavesServersThatRunOrStart() throws IOException {
        Path running = server(Duration.ofHours(1));
        Path starting = server(Duration.ofSeconds(5));

        try (FileChannel file = FileChannel.open(running.resolve("epg-lock"), StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            ServerDirectory.create(memory, 1);
        }

        assertThat(running).isNotEmptyDirectory();
        assertThat(starting).isNotEmptyDirectory();
    }

    private Path server(Duration age) throws IOException {
        Path directory = Files.createDirectory(memory.resolve("upgrader-test-" + age.toSeconds()));
        Files.createDirectory(directory.resolve("base"));
        Path lock = Files.createFile(directory.resolve("epg-lock"));
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(age)));
        return directory;
    }
}
