package io.github.dbupgrader.schema;

import io.github.dbupgrader.backfill.BackfillStore;
import io.github.dbupgrader.schema.TransitionColumns.FoundColumn;
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
    public ImpactProfile impactProfile() {
        return ImpactProfile.high("services go back to the old form first")
                .accessExclusive(spec.table())
                .accessExclusive(ImpactProfile.LINKED)
                .services(
                        "write the old form only, before this",
                        "read the old form only, before this",
                        "query the old form only, before this",
                        ImpactProfile.SERVICES_UPGRADE)
                .rollback("expand again in a new upgrade")
                .about(spec.table(), spec.oldColumn());
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
        dropReferences(handle, table.get());
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

    /** The copies of foreign keys to the column do not go with it. */
    private void dropReferences(Handle handle, FoundTable table) throws SQLException {
        TransitionColumns catalogue = new TransitionColumns(handle);
        Optional<FoundColumn> before = catalogue.column(table.oid(), spec.oldColumn());
        Optional<FoundColumn> after = catalogue.column(table.oid(), spec.newColumn());
        if (before.isEmpty() || after.isEmpty()) {
            return;
        }
        LockOrder.lock(handle, "access exclusive", new ForeignKeyUses(handle, spec, table, before.get()).tables());
        List<String> drops = catalogue.texts("""
                select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) from pg_constraint k
                where k.contype = 'f' and k.confrelid = cast(:table as oid) and :column = any(k.confkey) and k.conname ~ '_copy_[0-9a-f]{12}$'
                order by k.conrelid, k.conname""", table.oid(), after.get().number());
        for (String drop : drops) {
            Ddl.run(handle, drop);
        }
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
