package io.github.dbupgrader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version of this library, as the build wrote it down. */
final class LibraryVersion {

    private static final String VERSION = read();

    private LibraryVersion() {}

    static String get() {
        return VERSION;
    }

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(LibraryVersion.class.getResourceAsStream("library.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
