package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One plain YAML document, read as a whole or not at all.
 *
 * <p>The library reads YAML 1.1, in which {@code no} is false, {@code 0777} is 511 and an alias becomes the text of its name. Hence this walk over the tokens: it
 * refuses anchors, aliases and merge keys instead of half-reading them, finds a second document, and remembers how each number and boolean was spelled, so that a
 * field which wants a text gets {@code no} and not {@code false}.
 *
 * @param root the document
 * @param spellings how numbers and booleans were written, by place
 */
record YamlDocument(ObjectNode root, Map<String, String> spellings) {

    /** As many as the library itself takes. */
    static final int MAX_CHARACTERS = 3_145_728;

    /** Far deeper than any definition; less than what would exhaust the stack. */
    static final int MAX_DEPTH = 100;

    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern PROBLEM =
            Pattern.compile("^(\\S.*)\\R in \\S+, line (\\d+), column (\\d+)", Pattern.MULTILINE);
    private static final String ONE_PLAIN_DOCUMENT = "write one plain YAML document";

    static YamlDocument read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw ModelErrors.invalidYaml(
                    "the text has " + text.length() + " characters, and at most " + MAX_CHARACTERS + " are read",
                    "shorten it",
                    null);
        }
        try (YAMLParser parser = FACTORY.createParser(text)) {
            return new Walk(parser, text.codePoints().toArray()).document();
        } catch (JsonProcessingException e) {
            throw ModelErrors.invalidYaml(
                    problem(e), "mend the syntax; a text with a colon, a # or another sign of YAML goes in quotes", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return how the number or boolean at that place was written} */
    Optional<String> spelling(String place) {
        return Optional.ofNullable(spellings.get(place));
    }

    /** The place of a key or of an element of the value at a place. */
    static String below(String place, String key) {
        // a character that no text of a document can have stands between the keys
        return place + '\0' + key;
    }

    private static String position(JsonLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    // the library's message begins with what it was about to do, and the problem with its place comes last
    private static String problem(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        Matcher matcher = PROBLEM.matcher(message);
        String problem = position(e.getLocation()) + message.lines().findFirst().orElse("");
        while (matcher.find()) {
            problem = "line " + matcher.group(2) + ", column " + matcher.group(3) + ": " + matcher.group(1);
        }
        problem = problem.strip();
        return problem.endsWith(".") ? problem.substring(0, problem.length() - 1) : problem;
    }

    /** Reads the tokens of one text. */
    private static final class Walk {
        private final YAMLParser parser;
        private final int[] text;
        private final Map<String, String> spellings = new HashMap<>();

        Walk(YAMLParser parser, int[] text) {
            this.parser = parser;
            this.text = text;
        }

        YamlDocument document() throws IOException {
            if (parser.nextToken() == null) {
                throw ModelErrors.invalidYaml("there is no document in it", ONE_PLAIN_DOCUMENT, null);
            }
            JsonNode root = value("", 0);
            if (!(root instanceof ObjectNode object)) {
                throw ModelErrors.invalidYaml(
                        "the document is " + JsonKind.of(root) + " and not an object",
                        "write the fields of a metric, such as name and sql",
                        null);
            }
            if (parser.nextToken() != null) {
                throw ModelErrors.invalidYaml("there is more than one document in it", ONE_PLAIN_DOCUMENT, null);
            }
            return new YamlDocument(object, spellings);
        }

        private JsonNode value(String place, int depth) throws IOException {
            refuseReferences();
            JsonToken token = parser.currentToken();
            if (depth > MAX_DEPTH) {
                throw ModelErrors.invalidYaml(
                        at() + "values are nested more than " + MAX_DEPTH + " deep", "flatten it", null);
            }
            return switch (token) {
                case START_OBJECT -> object(place, depth);
                case START_ARRAY -> list(place, depth);
                case VALUE_STRING -> NODES.textNode(checked(parser.getText()));
                case VALUE_NULL -> NODES.nullNode();
                case VALUE_TRUE, VALUE_FALSE -> {
                    spellings.put(place, parser.getText());
                    yield NODES.booleanNode(token == JsonToken.VALUE_TRUE);
                }
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    spellings.put(place, parser.getText());
                    yield number(token);
                }
                default -> throw ModelErrors.invalidYaml(at() + "there is a " + token, ONE_PLAIN_DOCUMENT, null);
            };
        }

        private ObjectNode object(String place, int depth) throws IOException {
            ObjectNode object = NODES.objectNode();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                refuseReferences();
                String key = checked(parser.currentName());
                if (key.equals("<<")) {
                    throw ModelErrors.invalidYaml(
                            at() + "there is a merge key, which is not resolved", "write its keys out", null);
                }
                parser.nextToken();
                object.set(key, value(below(place, key), depth + 1));
            }
            return object;
        }

        private ArrayNode list(String place, int depth) throws IOException {
            ArrayNode list = NODES.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(below(place, Integer.toString(list.size())), depth + 1));
            }
            return list;
        }

        private JsonNode number(JsonToken token) throws IOException {
            try {
                if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                    return DecimalNode.valueOf(parser.getDecimalValue());
                }
                return switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            } catch (NumberFormatException | JsonProcessingException e) {
                throw ModelErrors.invalidYaml(
                        at() + "JSON has no such number as " + parser.getText(), "write it as a text, in quotes", e);
            }
        }

        private void refuseReferences() throws IOException {
            if (parser.isCurrentAlias() || parser.getObjectId() != null || isAnchored()) {
                throw ModelErrors.invalidYaml(
                        at() + "there is an anchor or an alias, which is not resolved",
                        "write the value out, or put a text that begins with & or * in quotes",
                        null);
            }
        }

        // the library tells the anchors of objects and lists only; a value of another kind begins with its anchor, or
        // with its tag
        private boolean isAnchored() {
            int at = (int) parser.currentTokenLocation().getCharOffset();
            while (at >= 0 && at < text.length && text[at] == '!') {
                while (at < text.length && !Character.isWhitespace(text[at])) {
                    at++;
                }
                while (at < text.length && Character.isWhitespace(text[at])) {
                    at++;
                }
            }
            return at >= 0 && at < text.length && text[at] == '&';
        }

        private String checked(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (pair) {
                    i++;
                } else if (c == 0 || Character.isSurrogate(c)) {
                    throw ModelErrors.invalidYaml(
                            at() + "a text has " + (c == 0 ? "U+0000" : "half of a surrogate pair")
                                    + ", which the database cannot store",
                            "remove the character",
                            null);
                }
            }
            return value;
        }

        private String at() {
            return position(parser.currentTokenLocation());
        }
    }
}
