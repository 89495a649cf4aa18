package io.github.dbupgrader.metrics.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import io.github.dbupgrader.metrics.model.MetricReader;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to change about a metric. A version to restore goes before a file, and a file before single fields;
 * what is not set stays. Not thread-safe.
 */
public final class MetricUpdate {

    private final UUID user;
    private final UUID metric;
    private @Nullable String name;
    private @Nullable String description;
    private @Nullable String timeFrame;
    private @Nullable String sql;
    private @Nullable JsonNode chart;
    private @Nullable String file;
    private @Nullable Verification verification;
    private @Nullable Integer restore;
    private boolean newVersion = true;

    private MetricUpdate(UUID user, UUID metric) {
        this.user = Objects.requireNonNull(user, "user");
        this.metric = Objects.requireNonNull(metric, "metric");
    }

    /**
     * Begins an update that changes nothing yet.
     *
     * @param user who asks
     * @param metric which metric
     * @return the update
     */
    public static MetricUpdate of(UUID user, UUID metric) {
        return new MetricUpdate(user, metric);
    }

    /**
     * Sets the title.
     *
     * @param text the title
     * @return this update
     */
    public MetricUpdate name(String text) {
        name = Objects.requireNonNull(text, "text");
        return this;
    }

    /**
     * Sets the question that the metric answers.
     *
     * @param text the question
     * @return this update
     */
    public MetricUpdate description(String text) {
        description = Objects.requireNonNull(text, "text");
        return this;
    }

    /**
     * Sets the time that the query covers.
     *
     * @param text the time, in words
     * @return this update
     */
    public MetricUpdate timeFrame(String text) {
        timeFrame = Objects.requireNonNull(text, "text");
        return this;
    }

    /**
     * Sets the query. Another one than before is run, and the chart fitted to its columns.
     *
     * @param text the query
     * @return this update
     */
    public MetricUpdate sql(String text) {
        sql = Objects.requireNonNull(text, "text");
        return this;
    }

    /**
     * Merges a part of a chart into the chart, as {@link MetricDefinition#withChart} does.
     *
     * @param patch keys of {@code chart_config}
     * @return this update
     */
    public MetricUpdate chart(JsonNode patch) {
        chart = patch.deepCopy();
        return this;
    }

    /**
     * Replaces the whole definition.
     *
     * @param yaml the new one
     * @return this update
     */
    public MetricUpdate file(String yaml) {
        file = Objects.requireNonNull(yaml, "yaml");
        return this;
    }

    /**
     * Sets the status.
     *
     * @param status the status
     * @return this update
     */
    public MetricUpdate verification(Verification status) {
        verification = Objects.requireNonNull(status, "status");
        return this;
    }

    /**
     * Makes a new version with the definition of an old one; everything else in this update is ignored.
     *
     * @param version the old one
     * @return this update
     */
    public MetricUpdate restore(int version) {
        restore = version;
        return this;
    }

    /**
     * Overwrites the latest version instead of adding one.
     *
     * @return this update
     */
    public MetricUpdate overwriteVersion() {
        newVersion = false;
        return this;
    }

    UUID user() {
        return user;
    }

    UUID metric() {
        return metric;
    }

    OptionalInt restore() {
        return restore == null ? OptionalInt.empty() : OptionalInt.of(restore);
    }

    boolean newVersion() {
        return newVersion || restore != null;
    }

    Verification verificationAfter(Verification current) {
        return verification == null || restore != null ? current : verification;
    }

    /** {@return whether the whole definition is replaced, so that the one before need not be readable} */
    boolean replacesAll() {
        return file != null || restore != null;
    }

    /** {@return what the definition of that row becomes} */
    MetricDefinition apply(MetricRow row, MetricReader reader) {
        if (restore != null) {
            return row.definition(restore);
        }
        if (file != null) {
            return reader.fromYaml(file);
        }
        MetricDefinition definition = row.definition();
        definition = Optional.ofNullable(name).map(definition::withName).orElse(definition);
        definition = Optional.ofNullable(description)
                .map(definition::withDescription)
                .orElse(definition);
        definition =
                Optional.ofNullable(timeFrame).map(definition::withTimeFrame).orElse(definition);
        definition = Optional.ofNullable(sql).map(definition::withSql).orElse(definition);
        return Optional.ofNullable(chart).map(definition::withChart).orElse(definition);
    }
}
