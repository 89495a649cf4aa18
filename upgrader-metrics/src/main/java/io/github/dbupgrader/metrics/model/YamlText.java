package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;

/**
 * YAML that reads back as what was written. Block style keeps SQL readable, but cannot say everything (carriage returns,
 * for one), and the writer does not always notice; so what is written is read again, and quoted where it differs.
 */
final class YamlText {

    private static final YAMLMapper QUOTED = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private static final YAMLMapper BLOCKS = QUOTED.copy().enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private YamlText() {}

    static String of(ObjectNode json) {
        for (YAMLMapper mapper : List.of(BLOCKS, QUOTED)) {
            String text = write(mapper, json);
            if (readsBack(text, json)) {
                return text;
            }
        }
        return json(json);
    }

    /** JSON is YAML, too, as long as no character stands in it that YAML takes for a line break or does not allow. */
    private static String json(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json).replace("\u007f", "\\u007f");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean readsBack(String text, ObjectNode json) {
        try {
            return YamlDocument.read(text).root().toString().equals(json.toString());
        } catch (MetricException e) {
            return false;
        }
    }

    private static String write(YAMLMapper mapper, ObjectNode json) {
        try {
            return mapper.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
