package io.github.dbupgrader.schema;

import io.github.dbupgrader.backfill.BackfillStore;
import io.github.dbupgrader.schema.TransitionColumns.FoundTable;
import io.github.dbupgrader.schema.Transitions.Recorded;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.QualifiedName;
import io.github.dbupgrader.step.Checksum;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.step.SubStep.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Takes the second column away again, in one transaction: everything that was made for it goes with it. */
final class RevertTransition implements SchemaChange {

    private final TransitionSpec spec;

    RevertTransition(TransitionSpec spec) {
        this.spec = spec;
    }

    @Override
    public String description() {
        return "revert: " + spec.label();
    }

    @Override
    public List<SubStep> subSteps(BackfillParts parts) {
        return List.of(new SubStep(
                description(),
                Kind.TRANSACTION,
                handle -> revert(handle, parts),
                Optional.empty(),
                Optional.empty(),
                Checksum.of("revert", spec.checksum())));
    }

    void revert(Handle handle, BackfillParts parts) throws SQLException {
        Transitions transitions = new Transitions(parts, spec);
        Optional<FoundTable> table = new TransitionColumns(handle).table(spec.table());
        Optional<Recorded> recorded = table.flatMap(t -> transitions.find(handle, t.name()));
        if (recorded.isEmpty()) {
            return; // never expanded, or reverted already
        }
        if (recorded.get().state().equals("CONTRACTED")) {
            throw TransitionErrors.contracted(spec.label());
        }
        QualifiedName name = table.get().name();
        for (String statement : dropTrigger(spec, name)) {
            Ddl.run(handle, statement);
        }
        Ddl.run(
                handle,
                "alter table " + name.quoted() + " drop column "
                        + spec.newColumn().quoted());
        transitions.forget(handle, name);
        new BackfillStore(parts.tables(), parts.component()).forget(handle, spec.label());
    }

    /** In the transaction that also drops a column, so that no write finds one without the other. */
    static List<String> dropTrigger(TransitionSpec spec, QualifiedName table) {
        Identifier trigger = TransitionNames.trigger(table, spec.oldColumn(), spec.newColumn());
        QualifiedName function = TransitionNames.function(table, spec.oldColumn(), spec.newColumn());
        return List.of(
                "drop trigger if exists " + trigger.quoted() + " on " + table.quoted(),
                "drop function if exists " + function.quoted() + "()",
                "drop function if exists "
                        + ExpandTransition.upFunction(spec, table).quoted());
    }
}
