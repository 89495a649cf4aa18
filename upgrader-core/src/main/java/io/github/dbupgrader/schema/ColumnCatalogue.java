package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the catalogue says about the tables and columns that changes name. */
final class ColumnCatalogue {

    private final Handle handle;
    private final String change;

    /**
     * Creates one.
     *
     * @param change what the change is called in refusals
     */
    ColumnCatalogue(Handle handle, String change) {
        this.handle = handle;
        this.change = change;
    }

    /** A column as it is now. */
    record FoundColumn(Identifier name, boolean notNull, Optional<String> defaultSql) {}

    Optional<FoundTable> find(TableName name) {
        return new IndexCatalogue(handle).table(name);
    }

    /** The table, ordinary or partitioned; anything else is refused. */
    FoundTable table(TableName name) {
        FoundTable found = find(name).orElseThrow(() -> ChangeErrors.noSuchTable(change, name));
        if (!found.kind().equals("r") && !found.kind().equals("p")) {
            throw ChangeErrors.notATable(change, name);
        }
        return found;
    }

    Optional<FoundColumn> find(FoundTable table, Identifier name) {
        return handle.createQuery("""
                        select a.attnotnull, pg_get_expr(d.adbin, d.adrelid) as default_sql
                        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                        where a.attrelid = cast(:table as oid) and a.attname = :name and a.attnum > 0 and not a.attisdropped""")
                .bind("table", table.oid())
                .bind("name", name.text())
                .map((row, context) -> new FoundColumn(
                        name, row.getBoolean("attnotnull"), Optional.ofNullable(row.getString("default_sql"))))
                .findOne();
    }

    FoundColumn column(FoundTable table, Identifier name) {
        return find(table, name).orElseThrow(() -> ChangeErrors.noSuchColumn(change, name.text()));
    }

    int serverVersion() {
        return handle.createQuery("select current_setting('server_version_num')")
                .mapTo(Integer.class)
                .one();
    }
}
