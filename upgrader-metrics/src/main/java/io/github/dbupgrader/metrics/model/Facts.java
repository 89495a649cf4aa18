package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;

/** What stands beside the six keys of metadata, in order. */
final class Facts {

    private Facts() {}

    static void put(Map<String, JsonNode> facts, Collection<String> reserved, String key, JsonNode value) {
        if (reserved.contains(key)) {
            throw new IllegalArgumentException(key + " is no further fact: it has a method of its own");
        }
        if (value.isNull() || value.isMissingNode()) {
            facts.remove(key);
        } else {
            facts.put(key, value.deepCopy());
        }
    }

    /** Takes over what another writer knew. */
    static void read(Map<String, JsonNode> facts, Collection<String> reserved, ObjectNode json) {
        json.properties().stream()
                .filter(entry -> !reserved.contains(entry.getKey()))
                .forEach(entry -> put(facts, reserved, entry.getKey(), entry.getValue()));
    }
}
