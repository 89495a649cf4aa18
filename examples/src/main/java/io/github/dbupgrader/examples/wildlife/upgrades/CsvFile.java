package io.github.dbupgrader.examples.wildlife.upgrades;

import io.github.dbupgrader.api.UpgradeContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/**
 * A CSV file on the class path, loaded by COPY.
 *
 * @param name its name, beside this class
 * @param header its first line: COPY goes by position, so a file with other columns must not get that far
 */
record CsvFile(String name, String header) {

    void copyInto(String tableAndColumns, Handle handle, UpgradeContext upgrade) throws IOException, SQLException {
        byte[] content = read();
        requireHeader(content);
        try (InputStream counted = new CountedInput(content, upgrade, "bytes of " + name)) {
            handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + tableAndColumns + " from stdin (format csv, header, encoding 'UTF8')", counted);
        }
    }

    private byte[] read() throws IOException {
        try (InputStream input = CsvFile.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new IllegalStateException(name + " is not on the class path beside " + CsvFile.class.getName());
            }
            return input.readAllBytes();
        }
    }

    private void requireHeader(byte[] content) {
        String found =
                new String(content, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        if (!found.equals(header)) {
            throw new IllegalStateException(name + " has other columns than expected: " + found);
        }
    }

    /** Tells the listeners how much of the file has been sent. */
    private static final class CountedInput extends ByteArrayInputStream {

        private final UpgradeContext upgrade;
        private final String what;

        CountedInput(byte[] content, UpgradeContext upgrade, String what) {
            super(content);
            this.upgrade = upgrade;
            this.what = what;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                upgrade.progress(what, pos, count);
            }
            return read;
        }
    }
}
