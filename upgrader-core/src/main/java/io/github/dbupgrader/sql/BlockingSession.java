package io.github.dbupgrader.sql;

import java.time.Instant;
import java.util.Optional;

/**
 * A session for which another one waits, or a prepared transaction, which has no session.
 *
 * <p>Process and application name are visible to every role. The rest is hidden from a role that has no right to see
 * it.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param pid its server process; 0 for a prepared transaction, which has none
 * @param applicationName its {@code application_name}, perhaps empty; of a prepared transaction its identifier
 * @param state what the server says it does, such as {@code idle in transaction}; empty where hidden; of a prepared transaction by whom it was prepared
 * @param since when its transaction began, or its session where it has none; empty where hidden; of a prepared transaction when it was prepared
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
            return applicationName.isEmpty() ? "a prepared transaction (see pg_prepared_xacts)" : describePrepared();
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

    /** Nothing but one of two statements ends it. */
    private String describePrepared() {
        return "prepared transaction " + quotedName().replaceAll("\\p{Cntrl}", " ") + " (" + state.orElse("prepared")
                + since.map(t -> ", since " + t).orElse("") + "; commit prepared or rollback prepared ends it)";
    }

    private String quotedName() {
        return "\"" + applicationName + "\"";
    }
}
