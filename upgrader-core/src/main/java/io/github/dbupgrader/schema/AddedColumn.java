package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.SqlState;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What adding a column would do besides, found out on an empty copy of the table: whether the server writes a new file for it, which on the real table would mean
 * all rows, while nobody can read or write; and which constraints would come with it and have all rows read.
 *
 * @param rewritten whether the table got a new file
 * @param identity whether the column is an identity column
 * @param stored whether the column is a stored generated one
 * @param serial whether it has a sequence of its own
 * @param constrainedDomain whether its type is a domain that has a constraint, or is made of one
 * @param saysMore whether it has a default, constraint or NOT NULL that was not declared as such
 */
record AddedColumn(
        boolean rewritten,
        boolean identity,
        boolean stored,
        boolean serial,
        boolean constrainedDomain,
        boolean saysMore) {

    private static final String INVALID_TABLE_DEFINITION = "42P16";

    private static final String LOOK = """
            with recursive domain as (
              select t.oid, t.typbasetype, t.typnotnull from pg_type t where t.typtype = 'd' and t.oid = (select atttypid from added)
              union all select t.oid, t.typbasetype, t.typnotnull from pg_type t join domain d on t.oid = d.typbasetype
              where t.typtype = 'd'),
            added as (
              select * from pg_attribute where attrelid = to_regclass(:probe) and attname = :column)
            select pg_relation_filenode(a.attrelid) <> cast(:before as oid) as rewritten,
              a.attidentity <> '' as identity, a.attgenerated = 's' as stored,
              exists (select from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
                where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
                  and d.refobjid = a.attrelid and d.refobjsubid = a.attnum and d.deptype = 'a') as serial,
              exists (select from domain d where d.typnotnull or exists (select from pg_constraint where contypid = d.oid)) as constrained_domain,
              a.attnotnull or (a.atthasdef and a.attgenerated = '' and not cast(:default as boolean))
                or exists (select from pg_constraint where conrelid = a.attrelid and contype in ('c', 'u', 'p', 'x', 'f')) as says_more
            from added a""";

    /** Adds it to an empty copy of the table, which is rolled back. */
    static AddedColumn toCopyOf(Handle handle, FoundTable table, Column column) throws SQLException {
        return Probe.ask(handle, table, "", probe -> {
            long before = handle.createQuery("select pg_relation_filenode(to_regclass(:probe))")
                    .bind("probe", probe)
                    .mapTo(Long.class)
                    .one();
            try {
                Ddl.run(handle, "alter table " + probe + " add column " + column.definition());
            } catch (SQLException e) {
                if (SqlState.is(e, INVALID_TABLE_DEFINITION)) { // a temporary table cannot refer to another one
                    return new AddedColumn(false, false, false, false, false, true);
                }
                throw e;
            }
            return handle.createQuery(LOOK)
                    .bind("probe", probe)
                    .bind("column", column.name().text())
                    .bind("before", before)
                    .bind("default", column.defaultValue().isPresent())
                    .map((row, context) -> new AddedColumn(
                            row.getBoolean("rewritten"),
                            row.getBoolean("identity"),
                            row.getBoolean("stored"),
                            row.getBoolean("serial"),
                            row.getBoolean("constrained_domain"),
                            row.getBoolean("says_more")))
                    .one();
        });
    }

    /** Why it must not be added like this; empty if it may. */
    Optional<UpgradeException> refusal(String change) {
        if (identity || serial) {
            return Optional.of(ColumnErrors.numbersAllRows(change));
        }
        if (stored) {
            return Optional.of(ColumnErrors.storedGenerated(change));
        }
        if (saysMore) {
            return Optional.of(ColumnErrors.saysMoreThanAType(change));
        }
        if (rewritten && constrainedDomain) {
            return Optional.of(ColumnErrors.constrainedDomain(change));
        }
        return rewritten ? Optional.of(ColumnErrors.volatileDefault(change)) : Optional.empty();
    }
}
