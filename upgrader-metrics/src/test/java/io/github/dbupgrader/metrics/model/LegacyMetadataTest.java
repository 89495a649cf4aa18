package io.github.dbupgrader.metrics.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyMetadataTest {

    @ParameterizedTest
    @CsvSource({
        "string,string",
        "number,number",
        "date,date",
        "boolean,boolean",
        "text,other",
        "int8,other",
        "String,other"
    })
    @DisplayName("metrics 61, 62: the legacy list gives names and kinds, and nothing else")
    void in_aList_hasNamesAndKinds(String dataType, String simpleType) {
        DataMetadata legacy = LegacyMetadata.in(
                        Json.parse("{\"data_metadata\": [{\"name\": \"a\", \"data_type\": \"" + dataType + "\"}]}"))
                .orElseThrow();

        assertThat(legacy.toJson().toString())
                .isEqualTo(
                        "{\"column_count\":1,\"row_count\":null,\"column_metadata\":[{\"name\":\"a\",\"min_value\":null,"
                                + "\"max_value\":null,\"unique_values\":null,\"simple_type\":\"" + simpleType
                                + "\",\"type\":\"other\"}],\"source\":\"legacy_yaml\"}");
        assertThat(LegacyMetadata.isLegacy(legacy)).isTrue();
        assertThat(LegacyMetadata.isLegacy(DataMetadata.builder(List.of()).build()))
                .isFalse();
    }

    @Test
    @DisplayName("metrics 61: the camelCase spelling is read, too")
    void in_aListInCamelCase_isRead() {
        assertThat(LegacyMetadata.in(Json.parse("{\"dataMetadata\": [{\"name\": \"a\", \"dataType\": \"date\"}]}")))
                .hasValueSatisfying(legacy ->
                        assertThat(legacy.columns().get(0).simpleType()).isEqualTo(SimpleType.DATE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"data_metadata\": null}",
                "{\"data_metadata\": []}",
                "{\"data_metadata\": {\"a\": 1}}",
                "{\"data_metadata\": [{\"name\": \"a\"}]}",
                "{\"data_metadata\": [{\"name\": \"a\", \"data_type\": \"date\"}, 7]}"
            })
    @DisplayName("metrics 2: a list that cannot be read is none")
    void in_anythingElse_isEmpty(String content) {
        assertThat(LegacyMetadata.in(Json.parse(content))).isEmpty();
    }

    @Test
    @DisplayName("metrics 74: the list for old applications is rebuilt from the metadata")
    void list_ofMetadata_isWhatOldApplicationsRead() {
        DataMetadata metadata = DataMetadata.builder(List.of(
                        ColumnMetadata.builder("n", SimpleType.NUMBER, "int8").build(),
                        ColumnMetadata.builder("d", SimpleType.DATE, "date").build(),
                        ColumnMetadata.builder("b", SimpleType.BOOLEAN, "bool").build(),
                        ColumnMetadata.builder("s", SimpleType.STRING, "text").build(),
                        ColumnMetadata.builder("o", SimpleType.OTHER, "jsonb").build()))
                .build();

        assertThat(LegacyMetadata.list(metadata).toString())
                .isEqualTo("[{\"name\":\"n\",\"data_type\":\"number\"},{\"name\":\"d\",\"data_type\":\"date\"},"
                        + "{\"name\":\"b\",\"data_type\":\"boolean\"},{\"name\":\"s\",\"data_type\":\"string\"},"
                        + "{\"name\":\"o\",\"data_type\":\"string\"}]");
    }
}
