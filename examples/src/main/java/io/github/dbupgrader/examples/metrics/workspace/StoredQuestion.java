package io.github.dbupgrader.examples.metrics.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dbupgrader.metrics.store.MetricIds;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of {@code metric_files} as it was before: a definition of some generation, with the versions that led to it.
 *
 * @param question what it asks
 * @param generation how it is spelled
 * @param content the definition
 * @param history its versions
 * @param createdAt when it was made
 * @param kind why it is there
 * @param accurate whether its list of columns is what its query returns
 */
record StoredQuestion(
        Question question,
        Generation generation,
        ObjectNode content,
        ObjectNode history,
        OffsetDateTime createdAt,
        Kind kind,
        boolean accurate) {

    /** Why a metric is part of the workspace. */
    enum Kind {
        /** It shows something. */
        CHOSEN,
        /** It is one of many. */
        GENERATED,
        /** Nobody can compute what its query returns. */
        BROKEN
    }

    private static final OffsetDateTime FIRST_DAY = OffsetDateTime.of(2025, 2, 6, 9, 0, 0, 0, ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);
    private static final int MOST_VERSIONS = 3;
    private static final int STALE_EVERY = 10;
    private static final int ABSENT_EVERY = 7;
    private static final int CAMEL_EVERY = 5;

    /** {@return the key of what was made from a file} */
    static UUID idOf(String file) {
        return MetricIds.of("workspace", file);
    }

    static StoredQuestion of(Question question, Generation generation, int number, Kind kind) {
        UUID id = idOf(question.file());
        boolean stale = number % STALE_EVERY == STALE_EVERY - 1;
        boolean absent = generation != Generation.G0 && number % ABSENT_EVERY == ABSENT_EVERY - 1;
        OffsetDateTime created = FIRST_DAY.plusHours(number);
        int versions = 1 + number % MOST_VERSIONS;
        ObjectNode history = JsonNodeFactory.instance.objectNode();
        for (int version = 1; version < versions; version++) {
            Question draft = question.draft(version);
            ObjectNode old = generation.content(draft, id, list(generation, draft, false, false));
            history.set(String.valueOf(version), entry(number, version, created.plusMinutes(version), old));
        }
        ObjectNode content = generation.content(question, id, list(generation, question, stale, absent));
        history.set(String.valueOf(versions), entry(number, versions, created.plusMinutes(versions), content));
        return new StoredQuestion(
                question, generation, content, history, created, kind, content.has("data_metadata") && !stale);
    }

    /** A row with one version, which nobody has looked at since. */
    static StoredQuestion broken(Question question, Generation generation, int number, ObjectNode content) {
        OffsetDateTime created = FIRST_DAY.plusHours(number);
        ObjectNode history = JsonNodeFactory.instance.objectNode();
        history.set("1", entry(number, 1, created, content));
        return new StoredQuestion(question, generation, content, history, created, Kind.BROKEN, false);
    }

    /** {@return its key} */
    UUID id() {
        return idOf(file());
    }

    /** {@return the name of its file} */
    String file() {
        return question.file();
    }

    /** {@return its title} */
    String name() {
        return question.name();
    }

    private static Optional<ArrayNode> list(Generation generation, Question question, boolean stale, boolean absent) {
        if (!generation.hasList() || absent) {
            return Optional.empty();
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        // somebody has added a column since
        List<Column> columns = stale ? question.columns().subList(0, 1) : question.columns();
        columns.forEach(column -> list.addObject().put("name", column.name()).put("data_type", column.kind()));
        return Optional.of(list);
    }

    /** One summer's releases wrote the head of an entry in camelCase. */
    private static ObjectNode entry(int number, int version, OffsetDateTime at, JsonNode content) {
        boolean camel = number % CAMEL_EVERY == CAMEL_EVERY - 1;
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put(camel ? "versionNumber" : "version_number", version);
        entry.put(camel ? "updatedAt" : "updated_at", at.format(TIME));
        entry.set("content", content);
        return entry;
    }
}
