package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Creates a view. What exists under its name is left alone. */
final class CreateView implements SchemaChange {

    private final TableName view;
    private final String query;

    CreateView(TableName view, String query) {
        this.view = view;
        this.query = Ddl.fragment("query", query);
    }

    @Override
    public String description() {
        return "create view " + view;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.low("nobody uses the view yet")
                .accessShare("the tables of its query")
                .services(
                        "nothing",
                        "may query the view after this upgrade",
                        "may query the view after this upgrade",
                        ImpactProfile.UPGRADE_READERS_WRITERS)
                .rollback("the view is dropped")
                .about(view);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        return List.of(Parts.transaction(description(), this::create, this::drop, query));
    }

    private void create(Handle handle) throws SQLException {
        if (new IndexCatalogue(handle).table(view).isPresent()) {
            throw TableErrors.exists(description());
        }
        Ddl.run(handle, "create view " + view.quoted() + " as " + query);
    }

    private void drop(Handle handle) throws SQLException {
        Optional<FoundTable> found = new IndexCatalogue(handle).table(view);
        if (found.isPresent()) {
            Ddl.run(handle, "drop view " + found.get().quoted());
        }
    }
}
