package io.github.dbupgrader.sql;

import java.time.Instant;
import java.util.Optional;

/**
 * A session for which another one waits.
 *
 * <p>Process and application name are visible to every role. The rest is hidden from a role that has no right to see
 * it.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param pid its server process; 0 for a prepared transaction, which has none
 * @param applicationName its {@code application_name}, perhaps empty
 * @param state what the server says it does, such as {@code idle in transaction}; empty where hidden
 * @param since when its transaction began, or its session where it has none; empty where hidden
 * @param query its current or last statement, in one line, without secrets and shortened; empty where hidden
 */
public record BlockingSession(
        int pid, String applicationName, Optional<String> state, Optional<Instant> since, Optional<String> query) {

    /**
     * {@return the session in one line, such as
     * {@code session 4711 ("billing", idle in transaction, since 2026-01-01T12:03:11Z: select 1)}}
     */
    public String describe() {
        if (pid == 0) {
            return "a prepared transaction (see pg_prepared_xacts)";
        }
        String who = "session " + pid + " (" + (applicationName.isEmpty() ? "no application name" : quotedName());
        if (state.isEmpty() && since.isEmpty() && query.isEmpty()) {
            return who + "; more is visible to a role with pg_read_all_stats)";
        }
        return who
                + state.map(s -> ", " + s).orElse("")
                + since.map(t -> ", since " + t).orElse("")
                + query.filter(q -> !q.isEmpty()).map(q -> ": " + q).orElse("")
                + ")";
    }

    private String quotedName() {
        return "\"" + applicationName + "\"";
    }
}
