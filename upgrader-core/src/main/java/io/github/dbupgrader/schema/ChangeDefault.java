package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Sets, changes or drops the default of a column: what new rows get. The former one is a part of the declaration, so that it can be undone exactly, and nobody's default
 * is lost by mistake.
 */
final class ChangeDefault implements SchemaChange {

    private final TableName table;
    private final Identifier column;
    private final Optional<String> from;
    private final Optional<String> to;

    ChangeDefault(TableName table, Identifier column, Optional<String> from, Optional<String> to) {
        this.table = table;
        this.column = column;
        this.from = from.map(sql -> Ddl.fragment("default", sql));
        this.to = to.map(sql -> Ddl.fragment("default", sql));
    }

    @Override
    public String description() {
        String verb = to.isEmpty() ? "drop" : from.isEmpty() ? "set" : "change";
        return verb + " default of column " + column + " of " + table;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.low("only rows to come are concerned")
                .accessExclusive(table)
                .services(
                        "say the value themselves where they rely on the old default, before this upgrade",
                        "nothing",
                        "nothing",
                        ImpactProfile.WRITERS_UPGRADE)
                .rollback("the former default is set again")
                .about(table, column);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        return List.of(Parts.transaction(
                description(), handle -> change(handle, from, to), this::undo, from.orElse(""), to.orElse("")));
    }

    private void undo(Handle handle) throws SQLException {
        ColumnCatalogue catalogue = new ColumnCatalogue(handle, description());
        if (catalogue.find(table).flatMap(t -> catalogue.find(t, column)).isPresent()) {
            change(handle, to, from);
        }
    }

    private void change(Handle handle, Optional<String> expected, Optional<String> wanted) throws SQLException {
        ColumnCatalogue catalogue = new ColumnCatalogue(handle, description());
        FoundTable found = catalogue.table(table);
        Optional<String> there = catalogue.column(found, column).defaultSql();
        Optional<String> canonical =
                expected.isPresent() ? Optional.of(asServerWrites(handle, found, expected.get())) : Optional.empty();
        if (!there.equals(canonical)) {
            throw ColumnErrors.otherDefault(description(), there.orElse("none"), canonical.orElse("none"));
        }
        Ddl.run(
                handle,
                "alter table " + found.quoted() + " alter column " + column.quoted()
                        + wanted.map(sql -> " set default " + sql).orElse(" drop default"));
    }

    private String asServerWrites(Handle handle, FoundTable found, String sql) throws SQLException {
        return Probe.ask(handle, found, "", probe -> {
            Ddl.run(handle, "alter table " + probe + " alter column " + column.quoted() + " set default " + sql);
            return handle.createQuery("""
                            select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d
                              join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
                            where d.adrelid = to_regclass(:probe) and a.attname = :column""")
                    .bind("probe", probe)
                    .bind("column", column.text())
                    .mapTo(String.class)
                    .one();
        });
    }
}
