package io.github.dbupgrader.metrics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.dbupgrader.metrics.testing.InPlace;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(InPlace.class)
class DataMetadataTest {

    private static final ColumnMetadata AMOUNT = ColumnMetadata.builder("amount", SimpleType.NUMBER, "numeric")
            .minValue(DecimalNode.valueOf(new BigDecimal("0.00")))
            .maxValue(DecimalNode.valueOf(new BigDecimal("99999984.740")))
            .uniqueValues(2)
            .fact("null_count", LongNode.valueOf(1))
            .fact("unique_is_exact", BooleanNode.TRUE)
            .fact("db_type", TextNode.valueOf("numeric"))
            .build();

    private static final ColumnMetadata REGION = ColumnMetadata.builder("Región · 地域", SimpleType.STRING, "text")
            .uniqueValues(4)
            .build();

    private static final DataMetadata METADATA = DataMetadata.builder(List.of(REGION, AMOUNT))
            .rowCount(6)
            .fact("schema_version", LongNode.valueOf(1))
            .fact("sql_hash", TextNode.valueOf("abc"))
            .fact("duration_ms", LongNode.valueOf(12))
            .fact("absent", NullNode.getInstance())
            .build();

    @Test
    @DisplayName("metrics 11, 13, 17: six keys a column, three a result, exact numbers, further facts after them")
    void toJson_hasTheKeysThatReadersKnow() {
        assertThat(METADATA.toJson().toString())
                .isEqualTo("{\"column_count\":2,\"row_count\":6,\"column_metadata\":["
                        + "{\"name\":\"Región · 地域\",\"min_value\":null,\"max_value\":null,\"unique_values\":4,"
                        + "\"simple_type\":\"string\",\"type\":\"text\"},"
                        + "{\"name\":\"amount\",\"min_value\":0.00,\"max_value\":99999984.740,\"unique_values\":2,"
                        + "\"simple_type\":\"number\",\"type\":\"numeric\",\"null_count\":1,\"unique_is_exact\":true,"
                        + "\"db_type\":\"numeric\"}],"
                        + "\"schema_version\":1,\"sql_hash\":\"abc\",\"duration_ms\":12}");
        assertThat(METADATA.facts()).containsExactly("schema_version", "sql_hash", "duration_ms");
    }

    @Test
    @DisplayName("metrics 11: what is written is read, further facts included")
    void read_ofWhatWasWritten_isEqual() {
        DataMetadata read = DataMetadata.read(Json.parse(METADATA.toJson().toString()));

        assertThat(read).isEqualTo(METADATA).hasSameHashCodeAs(METADATA);
        assertThat(read.columns()).containsExactly(REGION, AMOUNT);
        assertThat(read.columns().get(1)).hasSameHashCodeAs(AMOUNT);
        assertThat(read.columns().get(1).maxValue().decimalValue()).isEqualTo(new BigDecimal("99999984.740"));
        assertThat(read.columns().get(1).fact("null_count").asInt()).isEqualTo(1);
        assertThat(read.columns().get(1).fact("avg").isMissingNode()).isTrue();
        assertThat(read.fact("sql_hash").asText()).isEqualTo("abc");
        assertThat(read.fact("truncated").isMissingNode()).isTrue();
        assertThat(read.toBuilder().rowCount(7).build()).isNotEqualTo(METADATA);
    }

    @ParameterizedTest
    @DisplayName("metrics 12: every dialect of simple_type and type is read; one is written")
    @CsvSource(
            nullValues = "-",
            value = {
                "number,number,int8",
                "string,string,text",
                "text,string,character varying",
                "date,date,time",
                "boolean,boolean,bool",
                "other,other,other",
                "null,other,nvarchat",
                "-,other,json",
                "TITLE,other,unknown"
            })
    void read_ofEachDialect_knowsTheKind(String stored, String written, String type) {
        String json =
                "{\"column_count\": 9, \"row_count\": 1, \"column_metadata\": [{\"name\": \"a\", \"min_value\": \"\","
                        + " \"max_value\": \"\", \"unique_values\": 3, \"type\": \"" + type + "\""
                        + (stored == null ? "" : ", \"simple_type\": \"" + stored + "\"") + "}]}";

        ColumnMetadata column = DataMetadata.read(Json.parse(json)).columns().get(0);

        assertThat(column.simpleType().text()).isEqualTo(written);
        assertThat(column.type()).isEqualTo(type);
    }

    @Test
    @DisplayName("metrics 13, 16: an unknown extreme is null, and the number of columns is the length of the list")
    void read_ofADialectWithEmptyTexts_hasUnknownExtremes() {
        DataMetadata read = DataMetadata.read(
                Json.parse(
                        "{\"column_count\": 9, \"row_count\": null, \"column_metadata\": ["
                                + "{\"name\": \"a\", \"min_value\": \"\", \"max_value\": false, \"simple_type\": \"number\", \"type\": null}]}"));

        assertThat(read.toJson().toString())
                .isEqualTo(
                        "{\"column_count\":1,\"row_count\":null,\"column_metadata\":[{\"name\":\"a\",\"min_value\":null,"
                                + "\"max_value\":null,\"unique_values\":null,\"simple_type\":\"number\",\"type\":\"other\"}]}");
        assertThat(read.rowCount()).isEmpty();
        assertThat(read.columnCount()).isEqualTo(1);
        assertThat(read.columns().get(0).uniqueValues()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"7", "null", "[]", "{}", "{\"column_metadata\": [7]}", "{\"column_metadata\": [{\"name\": 7}]}"})
    @DisplayName("metrics 12: what is no metadata at all is an error, not an empty result")
    void read_ofSomethingElse_isRefused(String json) {
        assertThatThrownBy(() -> DataMetadata.read(Json.parse(json)))
                .isInstanceOfSatisfying(
                        MetricException.class, e -> assertThat(e.code()).isEqualTo(MetricErrorCode.INVALID_METADATA));
    }

    @ParameterizedTest
    @CsvSource({
        "numeric,number,number,float8", "bpchar,string,string,text", "enum,string,string,text",
                "int8,number,number,int8",
        "timestamptz,date,date,timestamptz", "uuid,string,other,other", "time,other,other,other",
                "array,other,other,other",
        "bool,boolean,boolean,bool", "something new,date,other,other"
    })
    @DisplayName("metrics 12: the strict dialect folds the types that the first readers did not know")
    void strictD1_foldsTypes(String type, String simple, String strictSimple, String strictType) {
        ColumnMetadata column = ColumnMetadata.builder("a", SimpleType.of(simple), type)
                .minValue(TextNode.valueOf("x"))
                .maxValue(TextNode.valueOf("y"))
                .build();

        ColumnMetadata strict = DataMetadata.builder(List.of(column))
                .build()
                .strictD1()
                .columns()
                .get(0);

        assertThat(strict.type()).isEqualTo(strictType);
        assertThat(strict.simpleType().text()).isEqualTo(strictSimple);
        assertThat(strict.minValue().isNull() && strict.maxValue().isNull())
                .isEqualTo(strictType.equals("other") || strictType.equals("text"));
    }

    @Test
    @DisplayName("metrics 76: over the bound optional facts go, the keys that all readers know stay")
    void within_dropsOptionalFacts() {
        DataMetadata wide = METADATA.toBuilder(
                        IntStream.range(0, 100).mapToObj(i -> AMOUNT).toList())
                .fact("truncated", BooleanNode.TRUE)
                .fact("source", TextNode.valueOf("backfill"))
                .build();
        int whole = wide.toJson().toString().length();

        assertThat(METADATA.within(65_536)).isSameAs(METADATA);
        assertThat(wide.within(whole)).isSameAs(wide);
        DataMetadata qualified = wide.within(whole - 1);
        assertThat(qualified.columns().get(99).fact("db_type").isMissingNode()).isTrue();
        assertThat(qualified.columns().get(99).fact("unique_is_exact").asBoolean())
                .isTrue();
        assertThat(qualified.facts())
                .containsExactly("schema_version", "sql_hash", "duration_ms", "truncated", "source");
        DataMetadata least = wide.within(1);
        assertThat(least.facts()).containsExactly("schema_version", "sql_hash", "truncated", "source");
        JsonNode column = least.toJson().at("/column_metadata/99");
        assertThat(column.fieldNames())
                .toIterable()
                .containsExactly("name", "min_value", "max_value", "unique_values", "simple_type", "type");
        assertThat(least.columnCount()).isEqualTo(100);
        assertThat(least.rowCount()).hasValue(6);
    }

    @Test
    @DisplayName("metrics 11: metadata that says the same is equal, in whatever order and class of numbers")
    void equals_ofTheSameInAnotherForm() {
        DataMetadata one = DataMetadata.read(
                Json.parse(
                        "{\"row_count\": 5, \"a\": 1.10, \"b\": [1, {\"x\": 2, \"y\": 3}],"
                                + " \"column_metadata\": [{\"name\": \"n\", \"min_value\": 1.0, \"null_count\": 0, \"db_type\": \"x\"}]}"));
        DataMetadata same = DataMetadata.read(
                Json.parse(
                        "{\"b\": [1.0, {\"y\": 3, \"x\": 2}], \"a\": 1.1,"
                                + " \"column_metadata\": [{\"db_type\": \"x\", \"null_count\": 0.0, \"min_value\": 1, \"name\": \"n\"}], \"row_count\": 5}"));
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one)
                .isNotEqualTo(DataMetadata.read(Json.parse(one.toString().replace("1.10", "1.2"))))
                .isNotEqualTo(DataMetadata.read(Json.parse(one.toString().replace("\"x\":2", "\"x\":\"2\""))))
                .isNotEqualTo(DataMetadata.read(Json.parse(one.toString().replace("{\"x\":2,\"y\":3}", "7"))));
    }

    @Test
    void values_areNotChangedFromOutside() {
        METADATA.toJson().put("row_count", 7).withArray("column_metadata").removeAll();
        assertThat(METADATA.rowCount()).hasValue(6);
        assertThat(METADATA.columns()).hasSize(2);
        assertThatThrownBy(() -> DataMetadata.builder(List.of()).fact("row_count", LongNode.valueOf(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
