package io.github.dbupgrader.schema;

import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Locks several tables before a statement that needs them all, in the order of their identifiers: two changes on a cycle of foreign keys then wait for each other instead
 * of meeting in a deadlock.
 */
final class LockOrder {

    private LockOrder() {}

    /** Locks those on which the role may take the lock by itself; the statement takes it on the others in its own order. */
    static void lock(Handle handle, String mode, List<Long> tables) throws SQLException {
        List<String> names = handle.createQuery("""
                        select c.oid::regclass::text from pg_class c
                        where c.oid = any (cast(:tables as oid[])) and has_table_privilege(c.oid, 'update, delete, truncate')
                        order by c.oid""")
                .bind(
                        "tables",
                        "{"
                                + String.join(
                                        ",",
                                        tables.stream().map(String::valueOf).toList()) + "}")
                .mapTo(String.class)
                .list();
        for (String name : names) {
            Ddl.run(handle, "lock table " + name + " in " + mode + " mode");
        }
    }
}
