package io.github.dbupgrader.metrics.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dbupgrader.metrics.testing.InPlace;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InPlace.class)
class VersionHistoryTest {

    private static final OffsetDateTime AT = OffsetDateTime.parse("2025-06-18T15:30:00.5+05:30");
    private static final ObjectNode CONTENT = (ObjectNode) StoreJson.read("{\"name\": \"new\"}");

    private static VersionHistory history(String json) {
        return new VersionHistory((ObjectNode) StoreJson.read(json));
    }

    private static JsonNode json(VersionHistory history) {
        return StoreJson.read(history.toString());
    }

    @Test
    @DisplayName("metrics 52, 53, 56: the first entry is 1, in snake_case, with a UTC time and its own metadata")
    void append_toAnEmptyHistory_isVersionOne() {
        VersionHistory one = history("{}").append(AT, CONTENT, Optional.of(StoreJson.read("{\"row_count\": 1}")));

        assertThat(one)
                .hasToString("{\"1\":{\"version_number\":1,\"updated_at\":\"2025-06-18T10:00:00.500000Z\","
                        + "\"content\":{\"name\":\"new\"},\"data_metadata\":{\"row_count\":1}}}");
        assertThat(one.metadata(1)).contains(StoreJson.read("{\"row_count\": 1}"));
    }

    @Test
    @DisplayName("metrics 52, 54, 55, 56: the latest is the greatest number; all other entries stay as they are")
    void append_toAHistoryOfMixedEntries_leavesThem() {
        String mixed =
                "{\"9\": {\"version_number\": 9, \"content\": {\"data_metadata\": [{\"name\": \"a\", \"data_type\": \"text\"}],"
                        + " \"x\": 1.10}, \"glow\": true}, \"10\": {\"versionNumber\": 10, \"updatedAt\": \"2025-07-01T00:00:00Z\","
                        + " \"content\": \"not a metric\"}, \"2\": 7, \"3\": {}}";
        VersionHistory history = history(mixed);

        assertThat(history.latest()).isEqualTo(10);
        assertThat(history.versions())
                .containsExactly(
                        new MetricVersion(3, ""),
                        new MetricVersion(9, ""),
                        new MetricVersion(10, "2025-07-01T00:00:00Z"));
        ObjectNode appended = (ObjectNode) json(history.append(AT, CONTENT, Optional.empty()));
        assertThat(appended.remove("11"))
                .isEqualTo(StoreJson.read("{\"version_number\": 11, \"updated_at\": \"2025-06-18T10:00:00.500000Z\","
                        + " \"content\": {\"name\": \"new\"}}"));
        assertThat(appended).hasToString(StoreJson.read(mixed).toString());
        assertThat(history.content(10).map(JsonNode::asText)).contains("not a metric");
        assertThat(history.content(4)).isEmpty();
        assertThat(history.metadata(9)).isEmpty();
    }

    @Test
    @DisplayName("metrics 54, 56: a new version takes no key under which something else stands")
    void append_whereTheKeyIsTaken_passesOver() {
        String odd = "{\"1\": \"odd\", \"3\": {\"version_number\": 2}}";

        VersionHistory appended = history(odd).append(AT, CONTENT, Optional.empty());

        assertThat(appended.versions()).extracting(MetricVersion::number).containsExactly(2, 4);
        assertThat(appended.content(4)).contains(CONTENT);
        assertThat(json(appended).get("1")).isEqualTo(StoreJson.read("\"odd\""));
        assertThat(json(appended).get("3")).isEqualTo(StoreJson.read("{\"version_number\": 2}"));
        assertThat(history("{\"1\": null}")
                        .overwriteLatest(AT, CONTENT, Optional.empty())
                        .latest())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("metrics 57: overwriting the latest replaces its metadata, too")
    void overwriteLatest_replacesTheEntry() {
        VersionHistory history =
                history("{\"1\": {\"version_number\": 1}, \"2\": {\"versionNumber\": 2, \"data_metadata\": {}}}");

        VersionHistory changed =
                history.overwriteLatest(AT, CONTENT, Optional.of(StoreJson.read("{\"row_count\": 2}")));

        assertThat(changed)
                .hasToString("{\"1\":{\"version_number\":1},\"2\":{\"version_number\":2,"
                        + "\"updated_at\":\"2025-06-18T10:00:00.500000Z\",\"content\":{\"name\":\"new\"},"
                        + "\"data_metadata\":{\"row_count\":2}}}");
        assertThat(history("{}").overwriteLatest(AT, CONTENT, Optional.empty()).latest())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("metrics 50: a status renews the time of the latest version and nothing else")
    void touchLatest_renewsTheTime() {
        VersionHistory changed = history(
                        "{\"1\": {\"versionNumber\": 1, \"updatedAt\": \"x\", \"content\": {\"a\": 1}, \"data_metadata\": {}}}")
                .touchLatest(AT, CONTENT);

        assertThat(json(changed))
                .isEqualTo(StoreJson.read(
                        "{\"1\": {\"version_number\": 1, \"updated_at\": \"2025-06-18T10:00:00.500000Z\","
                                + " \"content\": {\"a\": 1}, \"data_metadata\": {}}}"));
        assertThat(history("{}").touchLatest(AT, CONTENT).content(1)).contains(CONTENT);
    }
}
