package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.ViewCatalogue.FoundView;
import io.github.dbupgrader.schema.ViewCatalogue.NewColumns;
import io.github.dbupgrader.step.Kept;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a view another query.
 *
 * <p>Where columns are only appended the server can do that in place. Otherwise the view and all views on it are dropped and made again, in one transaction: who reads
 * one of them meanwhile waits, and then finds what has its name by then. What a view is besides its query — owner, rights, comments, options, defaults, triggers, rules, indexes —
 * is read before and made again; what could not be, stops the change.
 *
 * <p>Locks are taken from the outermost view inwards, as readers take them.
 */
final class ReplaceView implements SchemaChange {

    private static final Logger LOG = LoggerFactory.getLogger(ReplaceView.class);

    /** SQLSTATE class of statements that name what is not there, or is another thing. */
    private static final String DOES_NOT_FIT = "42";

    private final TableName name;
    private final String query;
    private final boolean withData;

    ReplaceView(TableName name, String query, boolean withData) {
        this.name = name;
        this.query = Ddl.fragment("query", query);
        this.withData = withData;
    }

    @Override
    public String description() {
        return "replace view " + name;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.low("who reads meanwhile waits for a moment, or until a materialized view is filled")
                .accessExclusive(name)
                .accessExclusive(
                        "every view on it, where columns are not only appended",
                        withData ? "for a moment, or while materialized ones are filled" : "for a moment")
                .services(
                        "nothing",
                        "read no column that goes, before this upgrade",
                        "query no column that goes, before this upgrade",
                        ImpactProfile.READERS_UPGRADE_WRITERS)
                .rollback("the view gets the query back that it had")
                .about(name);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts parts) {
        return List.of(Parts.transaction(
                description(), this::replace, handle -> revert(handle, parts), query, String.valueOf(withData)));
    }

    private void replace(Handle handle) throws SQLException {
        ViewCatalogue catalogue = new ViewCatalogue(handle, description());
        FoundView view = catalogue.view(name);
        NewColumns columns = catalogue.columnsOf(query, view);
        if (columns.appended() && !view.materialized()) {
            Ddl.run(handle, lock(view));
            ViewDefinition before = catalogue.definition(view);
            Kept.keep(handle, before.statements());
            Ddl.run(handle, before.createOrReplace(query));
            return;
        }
        List<FoundView> all = lockAll(handle, catalogue, view);
        ViewDefinition before = catalogue.definition(view);
        Kept.keep(handle, before.statements());
        ViewDefinition after = before.with(query, columns.names());
        List<String> going = new ArrayList<>(
                before.statements().subList(1, before.statements().size()));
        going.removeAll(after.statements());
        if (!going.isEmpty()) {
            LOG.info("{}: with columns that the view has no longer goes what these statements made: {}", name, going);
        }
        rebuild(handle, catalogue, all, withData ? after.statements() : after.statementsWithoutData(), withData);
    }

    private void revert(Handle handle, BackfillParts parts) throws SQLException {
        List<String> statements = Kept.of(handle, parts.tables(), parts.component(), description());
        if (statements.isEmpty()) {
            return;
        }
        ViewCatalogue catalogue = new ViewCatalogue(handle, description());
        Optional<FoundView> there = catalogue.find(name);
        List<FoundView> all = there.isPresent() ? lockAll(handle, catalogue, there.get()) : List.of();
        rebuild(handle, catalogue, all, statements, true);
    }

    /** Drops the views from the outermost inwards, and makes them again: the first by other statements, the rest as they are. */
    private void rebuild(
            Handle handle, ViewCatalogue catalogue, List<FoundView> views, List<String> statements, boolean filled)
            throws SQLException {
        catalogue.requireReproducible(views);
        List<ViewDefinition> definitions =
                views.stream().map(catalogue::definition).toList();
        for (int i = views.size() - 1; i >= 0; i--) {
            Ddl.run(handle, "drop " + views.get(i).kind() + " " + views.get(i).quoted());
        }
        make(handle, views.isEmpty() ? name.quoted() : views.get(0).quoted(), statements);
        for (int i = 1; i < views.size(); i++) {
            FoundView dependant = views.get(i);
            ViewDefinition definition = definitions.get(i);
            try {
                make(handle, dependant.quoted(), filled ? definition.statements() : definition.statementsWithoutData());
            } catch (SQLException e) {
                if (String.valueOf(e.getSQLState()).startsWith(DOES_NOT_FIT)) {
                    throw TableErrors.dependantDoesNotFit(description(), dependant.toString(), e);
                }
                throw e;
            }
        }
    }

    /** Makes a view, by the statement that creates it and those that give it what else it has. */
    static void make(Handle handle, String view, List<String> statements) throws SQLException {
        Ddl.run(handle, statements.get(0));
        for (String grantee : byDefault(handle, view)) {
            Ddl.run(handle, "revoke all on " + view + " from " + grantee);
        }
        for (String statement : statements.subList(1, statements.size())) {
            Ddl.run(handle, statement);
        }
    }

    /** Default privileges give rights on every new view; the one that was there may have had others. */
    private static List<String> byDefault(Handle handle, String view) {
        return handle.createQuery("""
                        select distinct case e.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(e.grantee)) end
                        from pg_class c cross join lateral aclexplode(c.relacl) e
                        where c.oid = to_regclass(:view) and e.grantee <> c.relowner order by 1""").bind("view", view).mapTo(String.class).list();
    }

    /** Whoever builds another view on one of them does it before or afterwards: so it is looked again when all are locked. */
    private static List<FoundView> lockAll(Handle handle, ViewCatalogue catalogue, FoundView view) throws SQLException {
        List<FoundView> locked = List.of();
        while (true) {
            List<FoundView> all = catalogue.withDependants(view.oid());
            if (all.equals(locked)) {
                return all;
            }
            List<String> locks =
                    new ArrayList<>(all.stream().map(ReplaceView::lock).toList());
            Collections.reverse(locks);
            LockOrder.inTurn(handle, locks);
            locked = all;
        }
    }

    /** LOCK would also lock the tables below. Giving a view to its owner changes nothing, and takes the lock that replacing it needs. */
    private static String lock(FoundView view) {
        return "alter " + view.kind() + " " + view.quoted() + " owner to " + view.owner();
    }
}
