package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.schema.TableRename.ColumnNames;
import io.github.dbupgrader.schema.ViewCatalogue.FoundView;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.Literal;
import io.github.dbupgrader.sql.QualifiedName;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renames a table, and puts a view under its old name that reads and writes the same rows; where a column is renamed, the view has it under both names.
 *
 * <p>Views, foreign keys, triggers, policies and publications follow the table. Who comes through the view has the rights that he had: it has those
 * of the table, and reads with those of the table's owner. Where policies decide about rows it asks for the rights of its reader instead (possible from PostgreSQL 15 on), on every column, as the server does then.
 */
final class ExpandTableRename implements SchemaChange {

    private static final Logger LOG = LoggerFactory.getLogger(ExpandTableRename.class);
    private static final int FIRST_WITH_INVOKER = 150_000;

    private static final String USES = "use the new name from the end of this upgrade on, and before contract";
    private static final List<String> ORDER =
            List.of("this upgrade", "services that read", "services that write", "the upgrade with contract()");

    private final TableRename rename;

    ExpandTableRename(TableRename rename) {
        this.rename = rename;
    }

    @Override
    public String description() {
        return rename.label();
    }

    @Override
    public Optional<ChangeHalf> half() {
        return Optional.of(rename.half(false));
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.high("the old and the new name reach the same rows until contract")
                .accessExclusive(rename.table())
                .services(USES, USES, USES, ORDER)
                .rollback("revert() until contract: the old name is the only one again")
                .about(rename.table());
    }

    @Override
    public List<SubStep> subSteps(BackfillParts parts) {
        return List.of(
                Parts.transaction(description(), this::expand, handle -> new RevertTableRename(rename).revert(handle)));
    }

    private void expand(Handle handle) throws SQLException {
        FoundTable found = new ColumnCatalogue(handle, description()).table(rename.table());
        IndexCatalogue catalogue = new IndexCatalogue(handle);
        QualifiedName renamed = rename.renamed(new Identifier(found.schema()));
        if (catalogue
                .table(TableName.of(renamed.schema().text(), renamed.name().text()))
                .isPresent()) {
            throw TableErrors.exists(description());
        }
        requireColumn(handle, found);
        boolean rowSecurity = requireFit(handle, found, catalogue.serverVersion());
        // before it is read what the view must have: whoever adds a column or a right does it before or afterwards
        Ddl.run(handle, "lock table only " + found.quoted() + " in access exclusive mode");
        List<String> statements = new ArrayList<>();
        statements.add("create view " + found.quoted() + (rowSecurity ? " with (security_invoker = true)" : "")
                + " as select " + columns(handle, found) + " from " + renamed.quoted());
        statements.addAll(new ViewCatalogue(handle, description())
                .definition(asView(found))
                .rights());
        if (rename.column().isPresent()) {
            statements.addAll(rights(handle, found, rename.column().get()));
        }
        statements.add("comment on view " + found.quoted() + " is " + Literal.quote(comment(renamed)));
        LOG.warn(
                "{}: {} is a view until contract, which takes no COPY FROM, TRUNCATE, new foreign key, or, before PostgreSQL 17, MERGE{}",
                description(),
                rename.table(),
                rename.column().isPresent() ? ", and no INSERT or UPDATE that gives both names of the column" : "");
        Ddl.run(
                handle,
                "alter table " + found.quoted() + " rename to " + renamed.name().quoted());
        ReplaceView.make(handle, found.quoted(), statements);
    }

    private String comment(QualifiedName renamed) {
        return rename.column()
                .map(c -> "The table " + renamed + " with its column " + c.oldName() + " also as " + c.newName()
                        + ", until no application uses the old name any more.")
                .orElse("The table " + renamed + " under its old name, until no application uses that any more.");
    }

    private void requireColumn(Handle handle, FoundTable found) {
        if (rename.column().isPresent()) {
            ColumnCatalogue columns = new ColumnCatalogue(handle, description());
            columns.column(found, rename.column().get().oldName());
            if (columns.find(found, rename.column().get().newName()).isPresent()) {
                throw TransitionErrors.refused(description(), TransitionErrors.Refusal.TAKEN);
            }
        }
    }

    /** Who has a right on the column has it under both names. */
    private static List<String> rights(Handle handle, FoundTable found, ColumnNames column) {
        return handle.createQuery("""
                        select format('grant %s (%I) on %s to %s%s', e.privilege_type, :new, :view,
                          case e.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(e.grantee)) end,
                          case when e.is_grantable then ' with grant option' else '' end)
                        from pg_attribute a cross join lateral aclexplode(a.attacl) e
                        where a.attrelid = cast(:table as oid) and a.attname = :old order by 1""")
                .bind("table", found.oid())
                .bind("view", found.quoted())
                .bind("old", column.oldName().text())
                .bind("new", column.newName().text())
                .mapTo(String.class)
                .list();
    }

    /** {@return whether policies decide about its rows} */
    private boolean requireFit(Handle handle, FoundTable found, int serverVersion) {
        boolean rowSecurity =
                isTrue(handle, found, "select relrowsecurity from pg_class where oid = cast(:table as oid)");
        if (rowSecurity && serverVersion < FIRST_WITH_INVOKER) {
            throw TableErrors.rowSecurity(description());
        }
        if (rowSecurity
                && isTrue(
                        handle,
                        found,
                        "select exists (select from pg_attribute where attrelid = cast(:table as oid) and attacl is not null)")) {
            throw TableErrors.rowSecurityAndColumnRights(description());
        }
        if (isTrue(
                handle,
                found,
                "select exists (select from pg_trigger where tgrelid = cast(:table as oid) and tgname like 'zzzz\\_upgrader\\_sync\\_%')")) {
            throw TableErrors.columnsInTransition(description());
        }
        List<String> publications = handle.createQuery("""
                        select pubname from pg_publication_tables where schemaname = :schema and tablename = :name
                        order by 1""")
                .bind("schema", found.schema())
                .bind("name", found.name())
                .mapTo(String.class)
                .list();
        if (!publications.isEmpty()) {
            LOG.warn(
                    "{}: these publications send its rows, from now on under the new name, which subscribers must know: {}",
                    description(),
                    publications);
        }
        return rowSecurity;
    }

    private static boolean isTrue(Handle handle, FoundTable found, String question) {
        return handle.createQuery(question)
                .bind("table", found.oid())
                .mapTo(Boolean.class)
                .one();
    }

    private String columns(Handle handle, FoundTable found) {
        String all = handle.createQuery("""
                        select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
                        where attrelid = cast(:table as oid) and attnum > 0 and not attisdropped""")
                .bind("table", found.oid())
                .mapTo(String.class)
                .one();
        return all
                + rename.column()
                        .map(c -> ", " + c.oldName().quoted() + " as "
                                + c.newName().quoted())
                        .orElse("");
    }

    /** The table as if it were a view already, whose rights are to be read. */
    private static FoundView asView(FoundTable found) {
        return new FoundView(
                found.oid(),
                new QualifiedName(new Identifier(found.schema()), new Identifier(found.name())),
                false,
                "");
    }
}
