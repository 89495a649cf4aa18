package io.github.dbupgrader.lock;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The session that holds an advisory lock.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param pid its server process
 * @param applicationName its {@code application_name}, perhaps empty
 * @param since when its session began; empty where the role may not see it
 * @param state what the server says it does, such as {@code active}; empty where the role may not see it
 */
public record LockHolder(int pid, String applicationName, Optional<Instant> since, Optional<String> state) {

    private static final String WHO = """
            select l.pid, coalesce(a.application_name, '') as application_name, a.backend_start, a.state
            from pg_locks l left join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.objsubid = 1
              and l.database = (select oid from pg_database where datname = current_database())
              and l.classid = cast(cast(:high as bigint) & 4294967295 as oid)
              and l.objid = cast(cast(:low as bigint) & 4294967295 as oid)
            limit 1""";

    /**
     * {@return who holds the lock now; empty when nobody does}
     *
     * @param handle any connection to the database
     * @param key the lock
     */
    public static Optional<LockHolder> of(Handle handle, LockKey key) {
        return handle.createQuery(WHO)
                .bind("high", (long) key.high())
                .bind("low", (long) key.low())
                .map((row, context) -> new LockHolder(
                        row.getInt("pid"),
                        row.getString("application_name"),
                        Optional.ofNullable(row.getObject("backend_start", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant),
                        Optional.ofNullable(row.getString("state"))))
                .findFirst();
    }

    /** {@return the holder in words, such as {@code session 4711 ("billing", since 2026-01-01T12:03:11Z, active)}} */
    public String describe() {
        return "session " + pid + " ("
                + (applicationName.isEmpty() ? "no application name" : "\"" + applicationName + "\"")
                + since.map(t -> ", since " + t).orElse("")
                + state.map(s -> ", " + s).orElse("") + ")";
    }
}
