package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.SyncTrigger.Default;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the catalogue says about a column that is to be replaced by another one. For use in a transaction. */
final class TransitionColumns {

    private static final String PROBE = "pg_temp.upgrader_probe";

    private final Handle handle;

    TransitionColumns(Handle handle) {
        this.handle = handle;
    }

    /** A table of whatever kind. */
    record FoundTable(long oid, QualifiedName name, String kind, boolean inherits, boolean inherited) {
        boolean isPartitioned() {
            return kind.equals("p");
        }
    }

    /**
     * A column.
     *
     * @param type its type with length or precision
     * @param bareType its type alone
     * @param collate what says its collation, behind the type; empty where it is the type's own
     * @param plainDomain false for a domain with constraints: a column of it cannot be added without a rewrite
     */
    record FoundColumn(
            int number,
            String type,
            String bareType,
            String collate,
            Optional<String> columnDefault,
            boolean notNull,
            boolean identity,
            boolean generated,
            boolean plainDomain) {}

    Optional<FoundTable> table(TableName name) {
        return handle.createQuery("""
                        select c.oid, n.nspname, c.relname, c.relkind,
                          exists (select from pg_inherits i where i.inhrelid = c.oid) as inherits,
                          exists (select from pg_inherits i where i.inhparent = c.oid) as inherited
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass(:name)""")
                .bind("name", name.quoted())
                .map((row, context) -> new FoundTable(
                        row.getLong("oid"),
                        QualifiedName.of(row.getString("nspname"), row.getString("relname")),
                        row.getString("relkind"),
                        row.getBoolean("inherits"),
                        row.getBoolean("inherited")))
                .findOne();
    }

    Optional<FoundColumn> column(long table, Identifier name) {
        return qualified(() -> handle.createQuery("""
                        select a.attnum, format_type(a.atttypid, a.atttypmod) as type, format_type(a.atttypid, -1) as bare,
                          case when a.attcollation not in (0, t.typcollation) then (
                            select format(' collate %I.%I', cn.nspname, l.collname) from pg_collation l
                            join pg_namespace cn on cn.oid = l.collnamespace where l.oid = a.attcollation) else '' end as collate,
                          case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as column_default,
                          a.attnotnull, a.attidentity <> '' as is_identity, a.attgenerated <> '' as is_generated,
                          t.typtype <> 'd' or not (t.typnotnull or exists (select from pg_constraint k where k.contypid = t.oid)) as plain_domain
                        from pg_attribute a join pg_type t on t.oid = a.atttypid
                          left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                        where a.attrelid = cast(:table as oid) and a.attname = :name and a.attnum > 0 and not a.attisdropped""")
                .bind("table", table)
                .bind("name", name.text())
                .map((row, context) -> new FoundColumn(
                        row.getInt("attnum"),
                        row.getString("type"),
                        row.getString("bare"),
                        row.getString("collate"),
                        Optional.ofNullable(row.getString("column_default")),
                        row.getBoolean("attnotnull"),
                        row.getBoolean("is_identity"),
                        row.getBoolean("is_generated"),
                        row.getBoolean("plain_domain")))
                .findOne());
    }

    /** What the server makes of a type that a user wrote: a column of it, as it would be, seen on an empty temporary table that is gone afterwards. */
    FoundColumn wouldBe(FoundTable table, Identifier column, String type) throws SQLException {
        return probing(table, () -> {
            Ddl.run(handle, "alter table " + PROBE + " add column " + column.quoted() + " " + type);
            return column(probe(), column).orElseThrow();
        });
    }

    /** Only the server knows whether an expression is volatile: for one that is not, it stores the value of existing rows once instead of writing it into each. */
    Default defaultOf(FoundTable table, FoundColumn column) throws SQLException {
        if (column.identity()) {
            return new Default(Optional.empty(), true); // what a sequence gives, although there is no expression
        }
        if (column.columnDefault().isEmpty()) {
            return Default.NONE;
        }
        boolean stored = probing(table, () -> {
            Ddl.run(
                    handle,
                    "alter table " + PROBE + " add column upgrader_default " + column.type() + " default "
                            + column.columnDefault().get());
            return handle.createQuery("select atthasmissing from pg_attribute where attrelid = cast(:probe as oid)"
                            + " and attname = 'upgrader_default'")
                    .bind("probe", probe())
                    .mapTo(Boolean.class)
                    .one();
        });
        return new Default(column.columnDefault(), !stored);
    }

    /** {@return the names of what a query finds, in order} */
    List<String> texts(String sql, long table, int column) {
        return qualified(() -> handle.createQuery(sql)
                .bind("table", table)
                .bind("column", column)
                .mapTo(String.class)
                .list());
    }

    private long probe() {
        return handle.createQuery("select cast(to_regclass(:probe) as oid)")
                .bind("probe", PROBE)
                .mapTo(Long.class)
                .one();
    }

    /** Runs something on an empty copy of the table, and leaves no trace of it. */
    <T> T probing(FoundTable table, Probe<T> probe) throws SQLException {
        Connection connection = handle.getConnection();
        Savepoint before = connection.setSavepoint();
        try {
            Ddl.run(
                    handle,
                    "create temporary table upgrader_probe (like "
                            + table.name().quoted() + ")");
            return probe.look();
        } finally {
            connection.rollback(before);
        }
    }

    /** Runs something with nothing on the search_path, so that what the server writes down is qualified. */
    <T> T qualified(Look<T> look) {
        String path = handle.createQuery("select current_setting('search_path')")
                .mapTo(String.class)
                .one();
        setPath("pg_catalog");
        T seen = look.look();
        setPath(path);
        return seen;
    }

    private void setPath(String path) {
        handle.createQuery("select set_config('search_path', :path, true)")
                .bind("path", path)
                .mapTo(String.class)
                .one();
    }

    /** Looks at something on the probe. */
    @FunctionalInterface
    interface Probe<T> {
        T look() throws SQLException;
    }

    /** Looks at something. */
    @FunctionalInterface
    interface Look<T> {
        T look();
    }
}
