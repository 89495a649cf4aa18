package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.TransitionSpec.Gates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;

/**
 * The sessions that may still use what contract takes away.
 *
 * @param older those of services in a version before the first that does not need it
 * @param unknown those of which nobody can tell
 */
record LiveSessions(Set<String> older, Set<String> unknown) {

    private static final int LOOKS = 3;

    /** A session lives for as long as its service's pool lets it, and may be away for a moment: so it is looked for more than once. */
    static LiveSessions look(Handle handle, Gates gates) throws InterruptedException {
        LiveSessions seen = now(handle, gates);
        for (int look = 1; look < LOOKS; look++) {
            pause(gates.looking().dividedBy(LOOKS - 1));
            LiveSessions more = now(handle, gates);
            seen.older.addAll(more.older);
            seen.unknown.addAll(more.unknown);
        }
        return seen;
    }

    /** One look, without a pause. */
    static LiveSessions now(Handle handle, Gates gates) {
        // or else a transaction sees the sessions of its first look again
        handle.execute("select pg_stat_clear_snapshot()");
        Set<String> older = new TreeSet<>();
        Set<String> unknown = new TreeSet<>();
        for (String name : sessions(handle)) {
            if (gates.services().stream().anyMatch(s -> isOlder(name, s))) {
                older.add(name);
            } else if (Service.parse(name).isEmpty()) {
                unknown.add(name.isEmpty() ? "one without a name" : name);
            }
        }
        return new LiveSessions(older, unknown);
    }

    /** {@return those for which contract does not go on} */
    List<String> inTheWay(Gates gates) {
        if (older.isEmpty() && !(gates.refusesUnknown() && !unknown.isEmpty())) {
            return List.of();
        }
        List<String> all = new ArrayList<>(older);
        unknown.forEach(u -> all.add(u + " (unknown version)"));
        return all;
    }

    /** A version that cannot be read, such as a snapshot, may be any. */
    private static boolean isOlder(String session, Service first) {
        return Service.parse(session)
                .map(s -> s.isOlderThan(first))
                .orElseGet(() -> session.startsWith(first.name() + "/") || session.equals(first.name()));
    }

    private static List<String> sessions(Handle handle) {
        return handle.createQuery("""
                        select distinct coalesce(application_name, '') from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid() and usename is not null
                          and coalesce(backend_type, 'client backend') = 'client backend'""").mapTo(String.class).list();
    }

    private static void pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while looking for sessions of older services");
            }
        }
    }
}
