package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.TableRename.ColumnNames;
import io.github.dbupgrader.schema.TableRename.Found;
import io.github.dbupgrader.schema.TableRename.State;
import io.github.dbupgrader.schema.ViewCatalogue.FoundView;
import io.github.dbupgrader.step.Kept;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the view that has a table's old name, when nobody needs it any more: first it looks, for as long as that takes; then one short transaction. Where a column is renamed, the table takes
 * the name of the view again.
 */
final class ContractTableRename implements SchemaChange {

    private static final Logger LOG = LoggerFactory.getLogger(ContractTableRename.class);

    private final TableRename rename;

    ContractTableRename(TableRename rename) {
        this.rename = rename;
    }

    @Override
    public String description() {
        return "contract: " + rename.label();
    }

    @Override
    public Optional<ChangeHalf> half() {
        return Optional.of(rename.half(true));
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.high("it refuses until nobody uses the old name")
                .accessExclusive(rename.table())
                .services(
                        "use the new name only, before this upgrade",
                        "use the new name only, before this upgrade",
                        "query the new name only, before this upgrade",
                        ImpactProfile.SERVICES_UPGRADE)
                .rollback("the old name is made again")
                .about(rename.table());
    }

    @Override
    public List<SubStep> subSteps(BackfillParts parts) {
        String drop = description() + ": drop the old name";
        return List.of(
                Parts.rehearsedBy(
                        this::requireUnused,
                        Parts.repeatable(
                                description() + ": look who needs the old name", this::requireOpen, Parts.NOTHING)),
                Parts.rehearsedBy(
                        this::drop, Parts.transaction(drop, this::dropUnused, handle -> restore(handle, parts, drop))));
    }

    private void requireOpen(Handle handle) throws InterruptedException {
        if (requireUnused(handle).isPresent()) {
            LiveSessions sessions = LiveSessions.look(handle, rename.gates());
            List<String> inTheWay = sessions.inTheWay(rename.gates());
            if (!inTheWay.isEmpty()) {
                throw TableErrors.sessions(description(), inTheWay);
            }
            if (!sessions.unknown().isEmpty() && !rename.gates().services().isEmpty()) {
                LOG.warn(
                        "{}: nobody can tell whether these sessions still use the old name, as their application_name is not service/version: {}",
                        description(),
                        sessions.unknown());
            }
        }
    }

    /** What is only a look at the catalogue; empty if the view is gone already. */
    private Optional<FoundView> requireUnused(Handle handle) {
        Found found = rename.find(handle);
        if (found.state() == State.CONTRACTED) {
            return Optional.empty();
        }
        FoundView view = found.view().orElseThrow(() -> TableErrors.notRenamed(description(), rename.table()));
        List<String> dependants = TableRename.dependants(handle, view);
        if (!dependants.isEmpty()) {
            throw TableErrors.needed(description(), dependants);
        }
        requireNoFunctions(handle, found);
        return Optional.of(view);
    }

    private void requireNoFunctions(Handle handle, Found found) {
        List<String> functions = rename.functions(handle, found.table().orElseThrow());
        if (!functions.isEmpty()) {
            throw TableErrors.namedInFunctions(description(), functions);
        }
    }

    /** With one more look for sessions of older services: the first may be long ago, such as before a failure after which the upgrade goes on. */
    private void dropUnused(Handle handle) throws SQLException {
        if (rename.find(handle).state() != State.CONTRACTED) {
            requireNoOlderSessions(handle);
            drop(handle);
            // the wait for the view's lock may have been long; from here on nobody reaches the old name
            requireNoOlderSessions(handle);
        }
    }

    private void requireNoOlderSessions(Handle handle) {
        LiveSessions sessions = LiveSessions.now(handle, rename.gates());
        if (!sessions.older().isEmpty()) {
            throw TableErrors.sessions(description(), List.copyOf(sessions.older()));
        }
    }

    private void drop(Handle handle) throws SQLException {
        Found found = rename.find(handle);
        Optional<FoundView> view = requireUnused(handle);
        if (view.isPresent()) {
            Kept.keep(
                    handle,
                    new ViewCatalogue(handle, description())
                            .definition(view.get())
                            .statements());
            Ddl.run(handle, "drop view " + view.get().quoted());
            requireNoFunctions(handle, found);
            if (rename.column().isPresent()) {
                ColumnNames column = rename.column().get();
                String table = view.get().quoted(); // the view's name is the table's again
                Ddl.run(
                        handle,
                        "alter table "
                                + rename.renamed(view.get().name().schema()).quoted() + " rename to "
                                + rename.table().name().quoted());
                Ddl.run(
                        handle,
                        "alter table " + table + " rename column "
                                + column.oldName().quoted() + " to "
                                + column.newName().quoted());
            }
        }
    }

    private void restore(Handle handle, BackfillParts parts, String drop) throws SQLException {
        List<String> statements = Kept.of(handle, parts.tables(), parts.component(), drop);
        if (!statements.isEmpty()) {
            if (rename.column().isPresent()) {
                ColumnNames column = rename.column().get();
                String table = rename.table().quoted();
                Ddl.run(
                        handle,
                        "alter table " + table + " rename column "
                                + column.newName().quoted() + " to "
                                + column.oldName().quoted());
                Ddl.run(
                        handle,
                        "alter table " + table + " rename to "
                                + rename.newName().quoted());
            }
            ReplaceView.make(handle, rename.table().quoted(), statements);
        }
    }
}
