package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.schema.TableRename.Found;
import io.github.dbupgrader.schema.TableRename.State;
import io.github.dbupgrader.schema.ViewCatalogue.FoundView;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Takes the view away and gives the table its old name back. */
final class RevertTableRename implements SchemaChange {

    private final TableRename rename;

    RevertTableRename(TableRename rename) {
        this.rename = rename;
    }

    @Override
    public String description() {
        return "revert: " + rename.label();
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.high("services go back to the old name first")
                .accessExclusive(rename.table())
                .services(
                        "use the old name only, before this",
                        "use the old name only, before this",
                        "query the old name only, before this",
                        ImpactProfile.SERVICES_UPGRADE)
                .rollback("expand again in a new upgrade")
                .about(rename.table());
    }

    @Override
    public List<SubStep> subSteps(BackfillParts parts) {
        return List.of(Parts.withoutRevert(Parts.transaction(description(), this::revert, Parts.NOTHING)));
    }

    void revert(Handle handle) throws SQLException {
        Found found = rename.find(handle);
        if (found.state() == State.BEFORE) {
            return; // never expanded, or reverted already
        }
        if (found.state() == State.CONTRACTED) {
            throw TableErrors.contracted(description());
        }
        FoundView view = found.view().orElseThrow(() -> TableErrors.notRenamed(description(), rename.table()));
        List<String> dependants = TableRename.dependants(handle, view);
        if (!dependants.isEmpty()) {
            throw TableErrors.needed(description(), dependants);
        }
        FoundTable table = found.table().orElseThrow();
        // the view first, as whoever uses the old name does; LockOrder would meet each of them half-way
        Ddl.run(handle, "drop view " + view.quoted());
        Ddl.run(
                handle,
                "alter table " + table.quoted() + " rename to "
                        + rename.table().name().quoted());
    }
}
