package io.github.dbupgrader.schema;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jdbi.v3.core.Handle;

/**
 * Locks several tables before a statement that needs them all, in the order of their identifiers: two changes on a cycle of foreign keys then wait for each other instead
 * of meeting in a deadlock.
 *
 * <p>An application takes them in an order of its own: an insert locks its table first, and then the table that it refers to. Where that is the other way round there is a deadlock, and the
 * server ends the one of the two that has waited for {@code deadlock_timeout}. So whoever holds one of several locks here waits for the others for half of that in all, and then gives up all of them: it is never
 * the application that pays. That would be too short for an autovacuum to give way, so a patient try first gets each of the others by itself, and lets it go.
 */
final class LockOrder {

    private LockOrder() {}

    /** How long the server lets a session wait; the first is 0 where nothing limits it. */
    private record Limits(long lockTimeout, long deadlockTimeout) {}

    /** A table as a statement names it, and how strongly it is to be locked. */
    private record Target(String name, String mode) {}

    /** Locks those on which the role may take the lock by itself; the statement takes it on the others in its own order. */
    static void lock(Handle handle, String mode, List<Long> tables) throws SQLException {
        lock(handle, table -> mode, tables);
    }

    /** The same where not all need the same lock: each gets its strongest at once, as one that is made stronger later meets others in a deadlock. */
    static void lock(Handle handle, LongFunction<String> mode, List<Long> tables) throws SQLException {
        List<Target> targets = handle.createQuery("""
                        select c.oid, c.oid::regclass::text as name from pg_class c
                        where c.oid = any (cast(:tables as oid[])) and has_table_privilege(c.oid, 'update, delete, truncate')
                        order by c.oid""")
                .bind(
                        "tables",
                        "{"
                                + String.join(
                                        ",",
                                        tables.stream().map(String::valueOf).toList()) + "}")
                .map((row, context) -> new Target(row.getString("name"), mode.apply(row.getLong("oid"))))
                .list();
        if (targets.isEmpty()) {
            return;
        }
        Target first = targets.get(0);
        List<Target> others = targets.subList(1, targets.size());
        Limits limits = limits(handle);
        if (others.isEmpty() || limits.lockTimeout == 0) {
            for (Target target : targets) {
                lock(handle, target);
            }
            return;
        }
        if (limits.lockTimeout > limits.deadlockTimeout) {
            for (Target target : others) {
                Ddl.run(handle, "savepoint upgrader_alone");
                lock(handle, target);
                Ddl.run(handle, "rollback to savepoint upgrader_alone");
                Ddl.run(handle, "release savepoint upgrader_alone");
            }
        }
        lock(handle, first);
        long end = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(Math.min(limits.lockTimeout, limits.deadlockTimeout / 2));
        for (Target target : others) {
            setLockTimeout(handle, Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            lock(handle, target);
        }
        setLockTimeout(handle, limits.lockTimeout);
    }

    /** Runs statements each of which takes a lock, in an order in which nobody meets in a deadlock: once one is held, all others together wait for no longer than one alone. */
    static void inTurn(Handle handle, List<String> statements) throws SQLException {
        Limits limits = limits(handle);
        Ddl.run(handle, statements.get(0));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.lockTimeout);
        for (String statement : statements.subList(1, statements.size())) {
            if (limits.lockTimeout > 0) {
                setLockTimeout(handle, Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
            Ddl.run(handle, statement);
        }
        if (limits.lockTimeout > 0) {
            setLockTimeout(handle, limits.lockTimeout);
        }
    }

    private static void lock(Handle handle, Target target) throws SQLException {
        Ddl.run(handle, "lock table " + target.name + " in " + target.mode + " mode");
    }

    private static void setLockTimeout(Handle handle, long millis) throws SQLException {
        Ddl.run(handle, "set local lock_timeout = " + millis);
    }

    private static Limits limits(Handle handle) {
        return handle.createQuery("""
                        select l.setting::bigint as lock_timeout, d.setting::bigint as deadlock_timeout
                        from pg_settings l, pg_settings d where l.name = 'lock_timeout' and d.name = 'deadlock_timeout'""")
                .map((row, context) -> new Limits(row.getLong("lock_timeout"), row.getLong("deadlock_timeout")))
                .one();
    }
}
