package io.github.dbupgrader.examples.wildlife.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** One embedded server for the whole JVM; it stops itself when the JVM ends. */
public final class TestServer {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestServer() {}

    /** {@return the JDBC URL of a new, empty database} */
    public static String newDatabase() {
        return newDatabase("template1");
    }

    /** {@return the JDBC URL of a new database that was upgraded to 1.5.0, whose backfill in the background is not begun} */
    public static String newDatabaseToBackfill() {
        return newDatabase(ToBackfill.NAME);
    }

    /** {@return the JDBC URL of a new database that was initialised at 0.9.0 and upgraded to 1.6.0} */
    public static String newUpgradedDatabase() {
        return newDatabase(Upgraded.NAME);
    }

    private static String newDatabase(String template) {
        String name = "wildlife_" + DATABASES.incrementAndGet();
        Jdbi.create(Holder.SERVER.getPostgresDatabase())
                .useHandle(handle -> handle.execute("create database " + name + " template " + template));
        return url(name);
    }

    private static String url(String name) {
        return Holder.SERVER.getJdbcUrl("postgres", name);
    }

    /** The template of upgraded databases, upgraded once. */
    private static final class Upgraded {

        static final String NAME = create();
    }

    /** The template of databases at 1.5.0. */
    private static final class ToBackfill {

        static final String NAME = create("--to", "1.5.0", "--application-version", "1.5.0");
    }

    private static String create(String... args) {
        String url = newDatabase();
        Run upgrade = Run.on(
                url,
                "upgrade",
                Stream.concat(Stream.of("--from", "0.9.0"), Stream.of(args)).toArray(String[]::new));
        if (upgrade.exitCode() != 0) {
            throw new IllegalStateException(upgrade.err());
        }
        return url.replaceAll(".*/(\\w+)\\?.*", "$1");
    }

    private static final class Holder {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
