package io.github.dbupgrader.acceptance;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.api.UpgradeMethod;
import java.util.List;

/** Short ways to write and read what many tests need. */
final class Steps {

    private Steps() {}

    /** An upgrade that executes SQL. */
    static UpgradeMethod sql(String sql) {
        return upgrade -> upgrade.handle().execute(sql);
    }

    /** An upgrade that does nothing. */
    static UpgradeMethod nothing() {
        return upgrade -> {};
    }

    /** {@return the history, each row as action, version reached and, where it failed, that} */
    static List<String> history(DatabaseUpgrader upgrader) {
        return upgrader.history().stream().map(Steps::line).toList();
    }

    private static String line(HistoryEntry entry) {
        String version = entry.step().or(entry::to).map(Object::toString).orElse("");
        return entry.action() + " " + version + (entry.succeeded() ? "" : " FAILED");
    }
}
