package io.github.dbupgrader.metrics.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The published JSON Schemas (draft 2020-12), for editors and validators. They lie in the jar under
 * {@code io/github/dbupgrader/metrics/}, too.
 */
public final class MetricSchema {

    private MetricSchema() {}

    /** {@return the schema of a metric's definition in the written spelling, {@code metric.schema.json}} */
    public static String metric() {
        return text("metric.schema.json");
    }

    /** {@return the schema of the metadata of a result, {@code data-metadata.schema.json}} */
    public static String dataMetadata() {
        return text("data-metadata.schema.json");
    }

    private static String text(String name) {
        try (InputStream in = MetricSchema.class.getResourceAsStream("/io/github/dbupgrader/metrics/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
