package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.Impact.Client;
import io.github.dbupgrader.schema.Impact.DatabaseObject;
import io.github.dbupgrader.schema.Impact.Dependent;
import io.github.dbupgrader.schema.Impact.Lock;
import java.util.List;
import java.util.Locale;

/** An impact as text for a terminal. */
final class ImpactText {

    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};
    private static final int STEP = 1024;

    private final Impact impact;
    private final StringBuilder text = new StringBuilder();

    ImpactText(Impact impact) {
        this.impact = impact;
    }

    String text() {
        text.append(impact.change()).append('\n');
        line("complexity", impact.complexity().name().toLowerCase(Locale.ROOT));
        line("downtime", impact.downtime().words() + ": " + impact.avoidance());
        String title = "locks";
        for (Lock lock : impact.locks()) {
            line(
                    title,
                    lock.mode().words() + " on " + lock.on() + ", " + lock.time() + ": "
                            + lock.mode().effect());
            title = "";
        }
        if (impact.locks().isEmpty()) {
            line(title, "none that others wait for");
        }
        line("writers", impact.writers());
        line("readers", impact.readers());
        line("dashboards", impact.dashboards());
        for (int i = 0; i < impact.deploymentOrder().size(); i++) {
            line(
                    i == 0 ? "deploy" : "",
                    (i + 1) + ". " + impact.deploymentOrder().get(i));
        }
        line("rollback", impact.rollback());
        surroundings();
        return text.toString();
    }

    private void surroundings() {
        line(
                "here",
                impact.surroundings()
                        .object()
                        .map(ImpactText::describe)
                        .orElse("nothing yet, or nothing that is known beforehand"));
        List<Dependent> dependents = impact.surroundings().dependents();
        for (int i = 0; i < dependents.size(); i++) {
            line(i == 0 ? "depending" : "", describe(dependents.get(i)));
        }
        List<Client> clients = impact.surroundings().clients();
        for (int i = 0; i < clients.size(); i++) {
            line(i == 0 ? "connected" : "", describe(clients.get(i)));
        }
    }

    private void line(String title, String value) {
        text.append(String.format(Locale.ROOT, "  %-12s%s\n", title, value));
    }

    private static String describe(DatabaseObject object) {
        String what = object.kind() + " " + object.name();
        if (!object.kind().contains("table") && !object.kind().contains("materialized view")) {
            return what;
        }
        return what + ", "
                + object.rows().map(r -> "about " + r + " rows").orElse("of which nobody has counted the rows") + ", "
                + size(object.bytes());
    }

    private static String describe(Dependent dependent) {
        return dependent.kind() + " " + dependent.name() + (dependent.byText() ? " (its text has the name in it)" : "");
    }

    private static String describe(Client client) {
        String name = client.applicationName().isEmpty() ? "sessions without a name" : client.applicationName();
        return name + ": " + client.sessions() + (client.sessions() == 1 ? " session" : " sessions")
                + (client.atTheTable() == 0 ? "" : ", " + client.atTheTable() + " seen at it");
    }

    private static String size(long bytes) {
        long size = bytes;
        int unit = 0;
        while (size >= 10L * STEP && unit < UNITS.length - 1) {
            size /= STEP;
            unit++;
        }
        return size + " " + UNITS[unit];
    }
}
