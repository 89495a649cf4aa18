package io.github.dbupgrader.metrics.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dbupgrader.backfill.BackfillRow;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.LegacyMetadata;
import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.metrics.profile.SqlHash;
import io.github.dbupgrader.metrics.store.StoreJson;
import io.github.dbupgrader.metrics.store.VersionHistory;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.util.PGobject;

/**
 * A metric as it is stored, and the steps of the move on it. Immutable: the JSON is never changed in place.
 *
 * <p>A list leaves a definition only where metadata of that definition's own SQL stands beside it, with columns: in the column for the current one, in the entry for a
 * version. What cannot be parsed has no such metadata, and is left alone.
 *
 * @param content the column {@code content}
 * @param history the column {@code version_history}
 * @param metadata the column {@code data_metadata}, if it holds metadata
 */
record StoredRow(JsonNode content, VersionHistory history, Optional<DataMetadata> metadata) {

    static final String CONTENT = "content";
    static final String HISTORY = "version_history";

    /** What a batch may read beside the columns: where the query runs. */
    static final String DATA_SOURCE = "data_source_id";

    private static final List<String> SPELLINGS = List.of(DataMetadata.KEY, "dataMetadata");

    /** {@return the columns that a batch has read} */
    static StoredRow of(BackfillRow row) {
        return of(text(row, CONTENT).orElseThrow(), text(row, HISTORY).orElseThrow(), text(row, DataMetadata.KEY));
    }

    /** {@return the columns that a batch has read with the data source; metadata of another one in the column is none} */
    static StoredRow ofSource(BackfillRow row) {
        StoredRow stored = of(row);
        UUID source = row.get(DATA_SOURCE, UUID.class);
        return source == null
                ? stored
                : new StoredRow(stored.content, stored.history, stored.metadata.filter(m -> isOf(m, source)));
    }

    private static boolean isOf(DataMetadata metadata, UUID source) {
        JsonNode known = metadata.fact(DATA_SOURCE);
        return known.isMissingNode() || known.isNull() || known.asText().equals(source.toString());
    }

    /** {@return the columns as the server writes them} */
    static StoredRow of(String content, String history, Optional<String> metadata) {
        return new StoredRow(
                StoreJson.read(content),
                VersionHistory.read(history),
                metadata.map(StoreJson::read).flatMap(StoredRow::read));
    }

    private static Optional<String> text(BackfillRow row, String column) {
        return Optional.ofNullable(row.get(column, PGobject.class))
                .flatMap(object -> Optional.ofNullable(object.getValue()));
    }

    /** {@return whether the column holds metadata of the current SQL} */
    boolean hasOwnMetadata() {
        return belongs(metadata, content);
    }

    /** {@return whether the column holds what a list says, and more: metadata of the current SQL, with columns} */
    boolean hasMoreThanAList() {
        return saysMore(metadata, content);
    }

    /** {@return the row with metadata in the column, and in the newest version, if that is the current definition} */
    StoredRow with(DataMetadata computed) {
        int latest = history.latest();
        VersionHistory changed = history.rewritten((entry, number) -> {
            if (number == latest && sql(entry.path(CONTENT)).equals(sql(content))) {
                entry.set(DataMetadata.KEY, computed.toJson());
            }
        });
        return new StoredRow(content, changed, Optional.of(computed));
    }

    /** {@return the row whose definitions have no list where there is something better} */
    StoredRow withoutLists() {
        int latest = history.latest();
        boolean more = hasMoreThanAList();
        VersionHistory changed = history.rewritten((entry, number) -> {
            if (more
                    && number == latest
                    && !isOwn(entry)
                    && sql(entry.path(CONTENT)).equals(sql(content))) {
                metadata.ifPresent(own -> entry.set(DataMetadata.KEY, own.toJson()));
            }
            if (saysMore(read(entry.path(DataMetadata.KEY)), entry.path(CONTENT))) {
                entry.set(CONTENT, withoutList(entry.path(CONTENT)));
            }
        });
        return new StoredRow(more ? withoutList(content) : content, changed, metadata);
    }

    /** {@return the row whose definitions have lists made of the metadata, where they have none} */
    StoredRow withLists() {
        VersionHistory changed = history.rewritten((entry, number) -> {
            if (isOwn(entry)) {
                entry.set(CONTENT, withList(entry.path(CONTENT), read(entry.path(DataMetadata.KEY))));
            }
        });
        return new StoredRow(withList(content, metadata), changed, metadata);
    }

    /** {@return the row without the metadata that the backfill put into versions} */
    StoredRow withoutBackfilledVersions() {
        VersionHistory changed = history.rewritten((entry, number) -> {
            if (entry.path(DataMetadata.KEY).path("source").asText().equals(MetadataSql.BACKFILL)) {
                entry.remove(DataMetadata.KEY);
            }
        });
        return new StoredRow(content, changed, metadata);
    }

    private static JsonNode withoutList(JsonNode definition) {
        return definition instanceof ObjectNode object ? object.deepCopy().remove(SPELLINGS) : definition;
    }

    private static JsonNode withList(JsonNode definition, Optional<DataMetadata> metadata) {
        if (!(definition instanceof ObjectNode object)
                || SPELLINGS.stream().anyMatch(object::has)
                || !belongs(metadata, definition)) {
            return definition;
        }
        return object.deepCopy().set(DataMetadata.KEY, LegacyMetadata.list(metadata.orElseThrow()));
    }

    private static boolean isOwn(ObjectNode entry) {
        return belongs(read(entry.path(DataMetadata.KEY)), entry.path(CONTENT));
    }

    // a query engine can be told to give a result without rows no columns
    private static boolean saysMore(Optional<DataMetadata> metadata, JsonNode definition) {
        return belongs(metadata.filter(m -> !m.columns().isEmpty()), definition);
    }

    private static boolean belongs(Optional<DataMetadata> metadata, JsonNode definition) {
        Optional<String> sql = sql(definition);
        return sql.isPresent()
                && metadata.filter(m -> m.fact("sql_hash").asText().equals(SqlHash.of(sql.get())))
                        .isPresent();
    }

    private static Optional<String> sql(JsonNode definition) {
        JsonNode sql = definition.path("sql");
        return sql.isMissingNode() || sql.isNull() ? Optional.empty() : Optional.of(sql.asText());
    }

    private static Optional<DataMetadata> read(JsonNode json) {
        if (!json.isObject()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DataMetadata.read(json));
        } catch (MetricException e) {
            return Optional.empty();
        }
    }
}
