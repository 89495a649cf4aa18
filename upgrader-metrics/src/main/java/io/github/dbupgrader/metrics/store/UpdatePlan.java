package io.github.dbupgrader.metrics.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.metrics.model.MetricReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an update means for a row as it is: the new definition, and whether a query has to run for it. It is made twice,
 * before the query and again under the row's lock; only if both need the same query does its result belong to the row.
 *
 * @param definition the new definition, not fitted to the query's columns yet
 * @param dataSource where its query runs, where that is known
 * @param changed whether it has another query, or runs it elsewhere
 * @param known metadata that belongs to its query already
 * @param restored whether it is an old version's
 */
record UpdatePlan(
        MetricDefinition definition,
        Optional<UUID> dataSource,
        boolean changed,
        Optional<DataMetadata> known,
        boolean restored) {

    private static final List<String> LIST_SPELLINGS = List.of(DataMetadata.KEY, "dataMetadata");

    static UpdatePlan of(Connection connection, MetricRow row, MetricUpdate update, MetricReader reader)
            throws SQLException {
        MetricDefinition definition = update.apply(row, reader);
        Optional<UUID> dataSource = StoreQueries.dataSource(connection, definition);
        boolean changed = changed(connection, row, update, definition, dataSource);
        return new UpdatePlan(
                definition,
                dataSource,
                changed,
                changed
                        ? Optional.empty()
                        : MetadataSource.computed(row, row.history().latest(), definition.sql(), dataSource),
                update.restore().isPresent());
    }

    private static boolean changed(
            Connection connection,
            MetricRow row,
            MetricUpdate update,
            MetricDefinition definition,
            Optional<UUID> dataSource)
            throws SQLException {
        MetricDefinition before;
        try {
            before = row.definition();
        } catch (MetricException e) {
            if (update.replacesAll()) {
                return true;
            }
            throw e;
        }
        return !before.sql().equals(definition.sql())
                || (!before.datasetIds().equals(definition.datasetIds())
                        && !StoreQueries.dataSource(connection, before).equals(dataSource));
    }

    /** {@return whether the update fails where the query fails} */
    boolean mustRun() {
        return changed || restored;
    }

    /** {@return whether there is a query to run, since no metadata that belongs to it is known} */
    boolean runs() {
        return mustRun() || (known.isEmpty() && dataSource.isPresent());
    }

    /** {@return why the query runs, if it does} */
    String reason() {
        if (restored) {
            return "a version was restored";
        }
        return changed ? "query or data source changed" : "none stored that belongs to the query";
    }

    /** {@return whether the result of a query for the other plan is what this one needs} */
    boolean needsSameAs(UpdatePlan other) {
        return !runs()
                || (other.runs()
                        && (other.mustRun() || !mustRun())
                        && definition.sql().equals(other.definition.sql())
                        && dataSource.equals(other.dataSource));
    }

    /** {@return what is written} */
    MetricChange change(MetricRow row, MetricUpdate update, Optional<DataMetadata> computed) {
        Optional<DataMetadata> metadata = computed.or(() -> known);
        MetricDefinition fitted =
                changed && !restored ? metadata.map(definition::fittedTo).orElse(definition) : definition;
        ObjectNode content = fitted.toContent();
        Optional<JsonNode> recorded = metadata.map(DataMetadata::toJson);
        if (!changed && !restored) {
            // old applications look there, until the upgrade takes it away
            for (String spelling : LIST_SPELLINGS) {
                Optional.ofNullable(row.content().get(spelling))
                        .ifPresent(legacy -> content.set(spelling, legacy.deepCopy()));
            }
            recorded = recorded.or(() -> row.history().metadata(row.history().latest()));
        }
        VersionHistory history = update.newVersion()
                ? row.history().append(row.now(), content, recorded)
                : row.history().overwriteLatest(row.now(), content, recorded);
        return new MetricChange(fitted, content, history, update.verificationAfter(row.verification()), metadata);
    }
}
