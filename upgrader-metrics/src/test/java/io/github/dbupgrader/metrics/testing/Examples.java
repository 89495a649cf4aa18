package io.github.dbupgrader.metrics.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The examples of the specification, as files of the test's class path. */
public final class Examples {

    /** The data set that all of them name. */
    public static final String DATASET = "5b1a6f0e-2f0c-4d52-9b7e-0f3f5a1c7d01";

    /** The numbers of those that are metrics of one definition each. */
    public static final List<Integer> NUMBERS = List.of(1, 2, 3, 6, 8, 10, 11, 13);

    private Examples() {}

    /** {@return the YAML of an example, such as E1} */
    public static String yaml(int number) {
        return text(String.format(Locale.ROOT, "e%02d.yaml", number));
    }

    /** {@return the SQL of the tables that the examples query} */
    public static String shop() {
        return text("shop.sql");
    }

    private static String text(String name) {
        try (InputStream in = Examples.class.getResourceAsStream("/io/github/dbupgrader/metrics/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException(name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
