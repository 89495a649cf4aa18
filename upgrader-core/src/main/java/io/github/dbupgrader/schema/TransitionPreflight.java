package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.ForeignKeyUses.Member;
import io.github.dbupgrader.schema.TransitionColumns.FoundColumn;
import io.github.dbupgrader.schema.TransitionColumns.FoundTable;
import io.github.dbupgrader.schema.TransitionErrors.Refusal;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Finds what cannot be renamed or retyped while it is used, before anything is changed. */
final class TransitionPreflight {

    /** Each gives true where the column is refused; the first one decides. */
    private static final Map<Refusal, String> QUESTIONS = questions();

    private final Handle handle;
    private final TransitionSpec spec;

    TransitionPreflight(Handle handle, TransitionSpec spec) {
        this.handle = handle;
        this.spec = spec;
    }

    private static Map<Refusal, String> questions() {
        Map<Refusal, String> questions = new LinkedHashMap<>();
        questions.put(Refusal.PARTITION_KEY, """
                select exists (select from pg_partition_tree(cast(:table as oid)::regclass) p join pg_partitioned_table k on k.partrelid = p.relid
                  join pg_attribute a on a.attrelid = p.relid and a.attname = :old
                  where a.attnum = any(string_to_array(k.partattrs::text, ' ')::int2[])
                    or exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = p.relid and d.objsubid = a.attnum
                      and d.refclassid = 'pg_class'::regclass and d.refobjid = p.relid and d.refobjsubid = 0 and d.deptype = 'i'))""");
        questions.put(Refusal.KEY_KIND, """
                select exists (select from pg_constraint k join pg_index i on i.indexrelid = k.conindid
                  where k.conrelid = cast(:table as oid) and k.contype in ('p', 'u') and :column = any(k.conkey) and (k.condeferrable or i.indisexclusion))""");
        questions.put(Refusal.REFERENCED_BY_PARTITIONS, """
                select exists (select from pg_constraint k join pg_class c on c.oid = k.conrelid
                  where k.confrelid = cast(:table as oid) and k.contype = 'f' and :column = any(k.confkey) and (c.relkind = 'p' or k.conparentid <> 0))""");
        questions.put(Refusal.REFERENCED_BY_OTHERS, """
                select exists (select from pg_constraint k join pg_class c on c.oid = k.conrelid
                  where k.confrelid = cast(:table as oid) and k.contype = 'f' and :column = any(k.confkey) and not pg_has_role(c.relowner, 'usage'))""");
        questions.put(Refusal.FOREIGN_KEY_KIND, """
                select exists (select from pg_constraint k where k.contype = 'f'
                  and ((k.conrelid = cast(:table as oid) and :column = any(k.conkey)) or (k.confrelid = cast(:table as oid) and :column = any(k.confkey)))
                  and (to_jsonb(k) ->> 'conperiod' = 'true' or jsonb_typeof(to_jsonb(k) -> 'confdelsetcols') = 'array'))""");
        questions.put(Refusal.REPLICA_IDENTITY, """
                select exists (select from pg_index where indrelid = cast(:table as oid) and indisreplident
                  and :column = any(string_to_array(indkey::text, ' ')::int2[]))""");
        return questions;
    }

    FoundTable table() {
        FoundTable table =
                new TransitionColumns(handle).table(spec.table()).orElseThrow(() -> refused(Refusal.NO_TABLE));
        if (!table.kind().equals("r") && !table.isPartitioned()) {
            throw refused(Refusal.NOT_A_TABLE);
        }
        if (table.inherits() || (table.inherited() && !table.isPartitioned())) {
            throw refused(Refusal.INHERITANCE);
        }
        return table;
    }

    FoundColumn column(FoundTable table) {
        TransitionColumns catalogue = new TransitionColumns(handle);
        FoundColumn column =
                catalogue.column(table.oid(), spec.oldColumn()).orElseThrow(() -> refused(Refusal.NO_COLUMN));
        if (column.generated()) {
            throw refused(Refusal.GENERATED);
        }
        if (column.identity() && table.isPartitioned()) {
            throw refused(Refusal.IDENTITY);
        }
        QUESTIONS.forEach((refusal, question) -> {
            if (isTrue(question, table, column)) {
                throw refused(refusal);
            }
        });
        if (table.isPartitioned() && isTrue("""
                select exists (select from pg_index i join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
                    where i.indrelid = cast(:table as oid) and d.refobjid = i.indrelid and d.refobjsubid = :column)
                  or exists (select from pg_constraint where conrelid = cast(:table as oid) and contype in ('p', 'u', 'f', 'x') and :column = any(conkey))
                  or exists (select from pg_constraint where confrelid = cast(:table as oid) and contype = 'f' and :column = any(confkey))""", table, column)) {
            throw refused(Refusal.PARTITIONED_INDEX);
        }
        if (catalogue.column(table.oid(), spec.newColumn()).isPresent()) {
            throw refused(Refusal.TAKEN);
        }
        if (isTrue("select row_security_active(cast(:table as oid))", table, column)) {
            throw refused(Refusal.ROW_SECURITY);
        }
        if (!isTrue(
                "select exists (select from pg_index where indrelid = cast(:table as oid) and indisprimary and indisvalid)",
                table,
                column)) {
            throw refused(Refusal.NO_PRIMARY_KEY);
        }
        return column;
    }

    /** A foreign key with a transition at each end would be copied for each combination. */
    void requireFreeForeignKeys(FoundTable table, FoundColumn column, Transitions transitions) {
        for (Member other : new ForeignKeyUses(handle, spec, table, column).others()) {
            if (transitions.holds(handle, other.table(), other.column())) {
                throw TransitionErrors.otherTransition(
                        spec.label(), other.table().name().text() + "." + other.column());
            }
        }
    }

    /** What belongs to the column must be possible with the new type too: known now, and not when all rows are filled. */
    void requireFitting(FoundTable table, FoundColumn before, FoundColumn after) throws SQLException {
        try {
            new ColumnUses(handle, spec, table, before).uses(spec.newType().map(t -> after.type() + after.collate()));
            if (spec.newType().isPresent()) {
                new ForeignKeyUses(handle, spec, table, before).requireJoinable(after);
            }
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("42")) {
                String message = String.valueOf(e.getMessage());
                throw TransitionErrors.notFitting(
                        spec.label(), message.lines().findFirst().orElse(message));
            }
            throw e;
        }
    }

    /** Row triggers fire in the order of their names, by bytes. */
    void requireLast(FoundTable table, SyncTrigger trigger) {
        Optional<String> later = handle.createQuery("""
                        select t.tgname from pg_trigger t
                        where (t.tgrelid = cast(:table as oid) or t.tgrelid in (select relid from pg_partition_tree(cast(:table as oid)::regclass)))
                          and not t.tgisinternal and t.tgtype & 3 = 3 and t.tgtype & 20 > 0 and t.tgname::text collate "C" > :ours
                          and t.tgname not like 'zzzz\\_upgrader\\_sync\\_%'
                        order by 1 limit 1""")
                .bind("table", table.oid())
                .bind("ours", trigger.trigger().text())
                .mapTo(String.class)
                .findOne();
        if (later.isPresent()) {
            throw TransitionErrors.laterTrigger(spec.label(), later.get());
        }
    }

    private boolean isTrue(String question, FoundTable table, FoundColumn column) {
        return handle.createQuery(question)
                .bind("table", table.oid())
                .bind("column", column.number())
                .bind("old", spec.oldColumn().text())
                .mapTo(Boolean.class)
                .one();
    }

    RuntimeException refused(Refusal refusal) {
        return TransitionErrors.refused(spec.label(), refusal);
    }
}
