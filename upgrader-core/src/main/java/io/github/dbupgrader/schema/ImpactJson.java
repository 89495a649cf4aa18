package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.Impact.Client;
import io.github.dbupgrader.schema.Impact.DatabaseObject;
import io.github.dbupgrader.schema.Impact.Dependent;
import io.github.dbupgrader.schema.Impact.Lock;
import io.github.dbupgrader.schema.Impact.Surroundings;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An impact as JSON. By hand, because the one class that knows Jackson belongs to the history. */
final class ImpactJson {

    private final Impact impact;

    ImpactJson(Impact impact) {
        this.impact = impact;
    }

    String text() {
        Surroundings here = impact.surroundings();
        return object(
                member("change", string(impact.change())),
                member("complexity", string(impact.complexity().name())),
                member("downtime", string(impact.downtime().name())),
                member("avoidance", string(impact.avoidance())),
                member("locks", array(impact.locks(), ImpactJson::lock)),
                member("writers", string(impact.writers())),
                member("readers", string(impact.readers())),
                member("dashboards", string(impact.dashboards())),
                member("deploymentOrder", array(impact.deploymentOrder(), ImpactJson::string)),
                member("rollback", string(impact.rollback())),
                member("object", here.object().map(ImpactJson::object).orElse("null")),
                member("dependents", array(here.dependents(), ImpactJson::dependent)),
                member("clients", array(here.clients(), ImpactJson::client)));
    }

    private static String lock(Lock lock) {
        return object(
                member("mode", string(lock.mode().words())),
                member("on", string(lock.on())),
                member("time", string(lock.time())),
                member("effect", string(lock.mode().effect())));
    }

    private static String object(DatabaseObject object) {
        return object(
                member("kind", string(object.kind())),
                member("name", string(object.name())),
                member("rows", object.rows().map(String::valueOf).orElse("null")),
                member("bytes", String.valueOf(object.bytes())));
    }

    private static String dependent(Dependent dependent) {
        return object(
                member("kind", string(dependent.kind())),
                member("name", string(dependent.name())),
                member("byText", String.valueOf(dependent.byText())));
    }

    private static String client(Client client) {
        return object(
                member("applicationName", string(client.applicationName())),
                member("sessions", String.valueOf(client.sessions())),
                member("atTheTable", String.valueOf(client.atTheTable())));
    }

    private static String object(String... members) {
        return "{" + String.join(",", members) + "}";
    }

    private static String member(String name, String json) {
        return string(name) + ":" + json;
    }

    private static <T> String array(List<T> values, Function<T, String> json) {
        return values.stream().map(json).collect(Collectors.joining(",", "[", "]"));
    }

    private static String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
