package io.github.dbupgrader.metrics.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/**
 * All versions of a metric, as they are stored. Entries are JSON and are not parsed before somebody asks for one, so that
 * an old one which nobody can read any more hinders nothing; and those that are not written stay as they are. Immutable.
 *
 * <p>Public for the module's other packages; not API.
 */
public final class VersionHistory {

    private static final String NUMBER = "version_number";
    private static final String UPDATED_AT = "updated_at";
    private static final String CONTENT = "content";
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

    private final ObjectNode entries;

    VersionHistory(ObjectNode entries) {
        this.entries = entries.deepCopy();
    }

    /**
     * {@return a history; an empty one where there is something else than an object}
     *
     * @param json the column {@code version_history}
     */
    public static VersionHistory read(String json) {
        return StoreJson.read(json) instanceof ObjectNode entries
                ? new VersionHistory(entries)
                : new VersionHistory(JsonNodeFactory.instance.objectNode());
    }

    /** {@return the number of the latest version, 0 where there is none} */
    public int latest() {
        return versions().stream().mapToInt(MetricVersion::number).max().orElse(0);
    }

    /** {@return all versions that have a number, ascending} */
    List<MetricVersion> versions() {
        List<MetricVersion> versions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : entries.properties()) {
            number(entry).ifPresent(number -> versions.add(new MetricVersion(number, updatedAt(entry.getValue()))));
        }
        versions.sort(Comparator.comparingInt(MetricVersion::number));
        return versions;
    }

    /** {@return what a version's definition was, unparsed} */
    Optional<JsonNode> content(int version) {
        return entry(version).map(entry -> entry.path(CONTENT));
    }

    /** {@return the metadata that was recorded with a version} */
    Optional<JsonNode> metadata(int version) {
        return entry(version).map(entry -> entry.path(DataMetadata.KEY)).filter(JsonNode::isObject);
    }

    /** {@return a history with one more version} */
    VersionHistory append(OffsetDateTime at, JsonNode content, Optional<JsonNode> metadata) {
        return with(next(), at, content, metadata);
    }

    /** {@return a history whose latest version is another one; with one version where there was none} */
    VersionHistory overwriteLatest(OffsetDateTime at, JsonNode content, Optional<JsonNode> metadata) {
        return with(latest() == 0 ? next() : latest(), at, content, metadata);
    }

    /** {@return a history whose latest version has another time and is else as it was} */
    VersionHistory touchLatest(OffsetDateTime at, JsonNode currentContent) {
        int latest = latest();
        if (latest == 0) {
            return with(next(), at, currentContent, Optional.empty());
        }
        VersionHistory changed = new VersionHistory(entries);
        changed.entries.properties().stream()
                .filter(entry ->
                        number(entry).filter(number -> number == latest).isPresent())
                .forEach(entry -> rewriteHead((ObjectNode) entry.getValue(), latest, at));
        return changed;
    }

    /**
     * {@return a history in which entries are changed in place}
     *
     * @param numbered changes an entry of that number
     */
    public VersionHistory rewritten(ObjIntConsumer<ObjectNode> numbered) {
        VersionHistory changed = new VersionHistory(entries);
        changed.entries
                .properties()
                .forEach(entry ->
                        number(entry).ifPresent(number -> numbered.accept((ObjectNode) entry.getValue(), number)));
        return changed;
    }

    /** The number after the latest one; a key under which something else stands, such as a version of another number, is passed over. */
    private int next() {
        int number = latest() + 1;
        while (entries.has(Integer.toString(number))) {
            number++;
        }
        return number;
    }

    private VersionHistory with(int number, OffsetDateTime at, JsonNode content, Optional<JsonNode> metadata) {
        VersionHistory changed = new VersionHistory(entries);
        ObjectNode entry = changed.entries.objectNode();
        rewriteHead(entry, number, at);
        entry.set(CONTENT, content.deepCopy());
        metadata.ifPresent(value -> entry.set(DataMetadata.KEY, value.deepCopy()));
        changed.entries.properties().stream()
                .filter(old -> number(old).filter(n -> n == number).isPresent())
                .map(Map.Entry::getKey)
                .toList()
                .forEach(changed.entries::remove);
        changed.entries.set(Integer.toString(number), entry);
        return changed;
    }

    private static void rewriteHead(ObjectNode entry, int number, OffsetDateTime at) {
        entry.remove(List.of("versionNumber", "updatedAt"));
        entry.put(NUMBER, number);
        entry.put(UPDATED_AT, at.withOffsetSameInstant(ZoneOffset.UTC).format(MICROSECONDS));
    }

    private Optional<JsonNode> entry(int version) {
        return entries.properties().stream()
                .filter(entry ->
                        number(entry).filter(number -> number == version).isPresent())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** One summer's writers used camelCase. */
    private static Optional<Integer> number(Map.Entry<String, JsonNode> entry) {
        for (String key : List.of(NUMBER, "versionNumber")) {
            if (entry.getValue().path(key).canConvertToInt()) {
                return Optional.of(entry.getValue().path(key).intValue());
            }
        }
        return entry.getValue().isObject() && entry.getKey().matches("[1-9]\\d{0,8}")
                ? Optional.of(Integer.valueOf(entry.getKey()))
                : Optional.empty();
    }

    private static String updatedAt(JsonNode entry) {
        return entry.path(UPDATED_AT).asText(entry.path("updatedAt").asText());
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
