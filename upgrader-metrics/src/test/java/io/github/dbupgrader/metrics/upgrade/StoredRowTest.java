package io.github.dbupgrader.metrics.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.profile.SqlHash;
import io.github.dbupgrader.metrics.store.StoreJson;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The steps of the move on one row, without a database. */
class StoredRowTest {

    private static final String LIST = "[{\"name\": \"n\", \"data_type\": \"number\"}]";

    private static String definition(String sql, String rest) {
        return "{\"sql\": \"" + sql + "\", \"odd\": 1.10" + rest + "}";
    }

    private static String withList(String sql) {
        return definition(sql, ", \"data_metadata\": " + LIST);
    }

    private static String metadata(String sql, String source) {
        return """
                {"column_count": 1, "row_count": 1, "column_metadata": [{"name": "n", "min_value": 1, "max_value": 1, "unique_values": 1,
                 "simple_type": "number", "type": "int8"}], "sql_hash": "%s", "source": "%s"}""".formatted(SqlHash.of(sql), source);
    }

    private static String entry(int number, String content, String rest) {
        return "\"%1$d\": {\"version_number\": %1$d, \"updated_at\": \"x\", \"content\": %2$s%3$s}"
                .formatted(number, content, rest);
    }

    private static String own(String sql, String source) {
        return ", \"data_metadata\": " + metadata(sql, source);
    }

    private static StoredRow row(String content, String history, Optional<String> metadata) {
        return StoredRow.of(content, history, metadata);
    }

    private static JsonNode json(Object text) {
        return StoreJson.read(text.toString());
    }

    @Test
    @DisplayName("metrics 63: the newest version is the largest number, and gets the metadata beside its content")
    void with_setsColumnAndNewestVersion() {
        StoredRow row = row(
                withList("b"),
                "{" + entry(9, withList("a"), "") + ", " + entry(10, withList("b"), "") + ", \"odd\": [1]}",
                Optional.empty());

        StoredRow done = row.with(DataMetadata.read(json(metadata("b", "backfill"))));

        assertThat(done.hasOwnMetadata()).isTrue();
        assertThat(json(done.history()).at("/10/data_metadata/source").asText()).isEqualTo("backfill");
        assertThat(json(done.history()).get("9")).isEqualTo(json(row.history()).get("9"));
        assertThat(json(done.history()).get("odd")).isEqualTo(json("[1]"));
        assertThat(json(row.history()).at("/10/data_metadata").isMissingNode())
                .as("the first row is unchanged")
                .isTrue();
    }

    @Test
    @DisplayName("metrics 68: a newest version of another query gets no metadata")
    void with_ofANewestVersionThatIsAnother_setsTheColumnAlone() {
        StoredRow row = row(withList("b"), "{" + entry(1, withList("a"), "") + "}", Optional.empty());

        assertThat(json(row.with(DataMetadata.read(json(metadata("b", "backfill"))))
                        .history()))
                .isEqualTo(json(row.history()));
    }

    @Test
    @DisplayName("metrics 73: a version keeps its list unless it has metadata of its own SQL")
    void withoutLists_removesWhatHasSomethingBetter() {
        StoredRow row = row(
                withList("d"),
                "{" + entry(1, withList("a"), "") + ", " + entry(2, withList("b"), own("other", "stream")) + ", "
                        + entry(3, withList("c"), own("c", "stream")) + ", " + entry(4, withList("d"), "") + "}",
                Optional.of(metadata("d", "stream")));

        StoredRow done = row.withoutLists();

        assertThat(done.content()).isEqualTo(json(definition("d", "")));
        assertThat(json(done.history()).at("/1/content/data_metadata")).isEqualTo(json(LIST));
        assertThat(json(done.history()).at("/2/content/data_metadata")).isEqualTo(json(LIST));
        assertThat(json(done.history()).at("/3/content")).isEqualTo(json(definition("c", "")));
        assertThat(json(done.history()).at("/4/content"))
                .as("equals the definition")
                .isEqualTo(done.content());
        assertThat(json(done.history()).at("/4/data_metadata/sql_hash").asText())
                .isEqualTo(SqlHash.of("d"));
    }

    @Test
    @DisplayName(
            "metrics 67, metrics 73: a list of columns stays where the metadata names none, as of a result without rows")
    void withoutLists_ofMetadataWithoutColumns_leavesThem() {
        String empty = "{\"column_count\": 0, \"row_count\": 0, \"column_metadata\": [], \"sql_hash\": \"%s\"}"
                .formatted(SqlHash.of("a"));
        StoredRow row = row(
                withList("a"),
                "{" + entry(1, withList("a"), ", \"data_metadata\": " + empty) + ", " + entry(2, withList("a"), "")
                        + "}",
                Optional.of(empty));

        StoredRow done = row.withoutLists();

        assertThat(row.hasOwnMetadata()).isTrue();
        assertThat(row.hasMoreThanAList()).isFalse();
        assertThat(done.content()).isEqualTo(row.content());
        assertThat(json(done.history())).isEqualTo(json(row.history()));
    }

    @Test
    @DisplayName("metrics 74: lists come back where there is metadata of the SQL, and only there")
    void withLists_ofWhatHasMetadata_makesThem() {
        StoredRow row = row(
                definition("b", ""),
                "{" + entry(1, definition("a", ""), own("other", "stream")) + ", "
                        + entry(2, definition("b", ""), own("b", "stream")) + ", \"3\": {\"version_number\": 3}}",
                Optional.of(metadata("b", "stream")));

        StoredRow done = row.withLists();

        assertThat(done.content()).isEqualTo(json(withList("b")));
        assertThat(json(done.history()).at("/2/content")).isEqualTo(json(withList("b")));
        assertThat(json(done.history()).get("1")).isEqualTo(json(row.history()).get("1"));
        assertThat(json(done.history()).get("3")).isEqualTo(json("{\"version_number\": 3}"));
    }

    @Test
    @DisplayName("metrics 74: a list that is there stays as it is")
    void withLists_ofADefinitionWithAList_leavesIt() {
        String odd = definition("b", ", \"dataMetadata\": null");

        assertThat(row(odd, "{}", Optional.of(metadata("b", "stream")))
                        .withLists()
                        .content())
                .isEqualTo(json(odd));
    }

    @Test
    @DisplayName("metrics 74: versions lose what the backfill put there, and keep what the store wrote")
    void withoutBackfilledVersions_keepsWhatTheStoreWrote() {
        StoredRow row = row(
                definition("b", ""),
                "{" + entry(1, definition("a", ""), own("a", "stream")) + ", "
                        + entry(2, definition("b", ""), own("b", "backfill")) + "}",
                Optional.of(metadata("b", "backfill")));

        assertThat(json(row.withoutBackfilledVersions().history()))
                .isEqualTo(json("{" + entry(1, definition("a", ""), own("a", "stream")) + ", "
                        + entry(2, definition("b", ""), "") + "}"));
    }

    @Test
    @DisplayName("metrics 62, metrics 67: metadata that cannot be read counts as none")
    void hasOwnMetadata_ofWhatIsNone_isFalse() {
        for (String metadata : new String[] {"null", "[]", "{\"sql_hash\": \"" + SqlHash.of("a") + "\"}"}) {
            assertThat(row(definition("a", ""), "[]", Optional.of(metadata)).hasOwnMetadata())
                    .as(metadata)
                    .isFalse();
        }
        assertThat(row("[1]", "{}", Optional.of(metadata("a", "stream")))
                        .withoutLists()
                        .content())
                .isEqualTo(json("[1]"));
    }
}
