package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Drops a table that nothing needs any longer. There is no revert: the rows are gone.
 *
 * <p>The server locks every table that a foreign key links with it, one after the other; so all of them are locked first, always in the same order.
 */
final class DropTable implements SchemaChange {

    private final TableName table;

    DropTable(TableName table) {
        this.table = table;
    }

    @Override
    public String description() {
        return "drop table " + table;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.medium("services stop using the table first")
                .accessExclusive(table)
                .accessExclusive("every table that a foreign key links with it")
                .services(
                        "stop writing the table before this upgrade",
                        "stop reading the table before this upgrade",
                        "stop showing the table before this upgrade",
                        ImpactProfile.SERVICES_UPGRADE)
                .rollback("none: the rows are gone")
                .about(table);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        return List.of(Parts.withoutRevert(Parts.transaction(description(), this::drop, Parts.NOTHING)));
    }

    private void drop(Handle handle) throws SQLException {
        FoundTable found = new ColumnCatalogue(handle, description()).table(table);
        List<String> needing = needing(handle, found);
        if (!needing.isEmpty()) {
            throw TableErrors.needed(description(), needing);
        }
        drop(handle, found);
    }

    /** Drops it with the locks in order; what else needs it is the server's to name. */
    static void drop(Handle handle, FoundTable found) throws SQLException {
        LockOrder.lock(handle, "access exclusive", linked(handle, found));
        Ddl.run(handle, "drop table " + found.quoted());
    }

    private static List<Long> linked(Handle handle, FoundTable found) {
        return handle.createQuery("""
                        select cast(:table as bigint) union
                        select unnest(array[conrelid, confrelid]::bigint[]) from pg_constraint
                        where contype = 'f' and cast(:table as oid) in (conrelid, confrelid)""")
                .bind("table", found.oid())
                .mapTo(Long.class)
                .list();
    }

    /** Views, foreign keys of other tables, and functions with a body in SQL. */
    private static List<String> needing(Handle handle, FoundTable found) {
        return handle.createQuery("""
                        select distinct case when r.oid is not null then pg_describe_object('pg_class'::regclass, r.ev_class, 0)
                          else pg_describe_object(d.classid, d.objid, d.objsubid) end
                        from pg_depend d left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
                        where d.refclassid = 'pg_class'::regclass and d.refobjid = cast(:table as oid)
                          and (r.ev_class <> cast(:table as oid) or d.classid = 'pg_proc'::regclass
                            or exists (select from pg_constraint k where d.classid = 'pg_constraint'::regclass and k.oid = d.objid
                              and k.contype = 'f' and k.conrelid <> cast(:table as oid)))
                        order by 1""")
                .bind("table", found.oid())
                .mapTo(String.class)
                .list();
    }
}
