package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.ColumnUses.Kind;
import io.github.dbupgrader.schema.ColumnUses.Use;
import io.github.dbupgrader.schema.TransitionCopies.Pair;
import io.github.dbupgrader.schema.Transitions.Recorded;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.QualifiedName;
import io.github.dbupgrader.step.Checksum;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Drops the old column, when nobody needs it any more: first it looks, for as long as that takes; then one short transaction. */
final class ContractTransition implements SchemaChange {

    private final TransitionSpec spec;

    ContractTransition(TransitionSpec spec) {
        this.spec = spec;
    }

    @Override
    public String description() {
        return "contract: " + spec.label();
    }

    @Override
    public Optional<ChangeHalf> half() {
        return Optional.of(spec.half(true));
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.high("it refuses until nobody uses the old form")
                .accessExclusive(spec.table())
                .accessExclusive(ImpactProfile.LINKED)
                .services(
                        "run no version that writes the old form, before this upgrade",
                        "run no version that reads the old form, before this upgrade",
                        "query the new form only, before this upgrade",
                        ImpactProfile.SERVICES_UPGRADE)
                .rollback("none: the old column is gone; make the opposite change in a new upgrade")
                .about(spec.table(), spec.oldColumn());
    }

    @Override
    public List<SubStep> subSteps(BackfillParts parts) {
        return List.of(
                part(
                        "look who needs the old column",
                        SubStep.Kind.REPEATABLE,
                        handle -> new ContractGates(handle, parts, spec).requireOpen(),
                        Optional.of(handle -> {}),
                        Optional.empty()),
                part(
                        "drop the old column",
                        SubStep.Kind.TRANSACTION,
                        handle -> contract(handle, parts, false),
                        Optional.empty(),
                        Optional.of(handle -> contract(handle, parts, true))));
    }

    private SubStep part(
            String what,
            SubStep.Kind kind,
            SubStep.Work work,
            Optional<SubStep.Work> revert,
            Optional<SubStep.Work> rehearsal) {
        String name = description() + ": " + what;
        return new SubStep(name, kind, work, revert, rehearsal, Checksum.of(kind.name(), name));
    }

    /** Where a dry run has just expanded, there are only those copies that are made in a transaction. */
    private void contract(Handle handle, BackfillParts parts, boolean rehearsed) throws SQLException {
        ContractGates gates = new ContractGates(handle, parts, spec);
        Optional<Pair> open = gates.requireOpenAtOnce(rehearsed);
        if (open.isEmpty()) {
            return;
        }
        if (!rehearsed) {
            gates.requireStillNoOlderSessions();
        }
        LockOrder.lock(
                handle,
                "access exclusive",
                new ForeignKeyUses(handle, spec, open.get().table(), open.get().before()).tables());
        // the wait for the locks may have been long; from here on nobody waits for anybody
        Pair pair = gates.requireOpenAtOnce(rehearsed).orElseThrow();
        if (!rehearsed) {
            gates.requireStillNoOlderSessions();
        }
        QualifiedName table = pair.table().name();
        String t = table.quoted();
        String o = spec.oldColumn().quoted();
        String n = spec.newColumn().quoted();
        Transitions transitions = new Transitions(parts, spec);
        Recorded recorded = transitions.find(handle, table).orElseThrow();
        boolean incomplete = rehearsed && recorded.expandedInThisTransaction();
        for (String statement : RevertTransition.dropTrigger(spec, table)) {
            Ddl.run(handle, statement);
        }
        for (Use use : pair.uses()) {
            if (use.referencing()) {
                Ddl.run(
                        handle,
                        "alter table " + use.on().quoted() + " drop constraint "
                                + new Identifier(use.original()).quoted());
            }
        }
        SequenceHandover sequences = SequenceHandover.begin(handle, spec, pair);
        if (recorded.volatileDefault().isPresent()) {
            Ddl.run(
                    handle,
                    "alter table " + t + " alter column " + n + " set default "
                            + recorded.volatileDefault().get());
        }
        Ddl.run(handle, "alter table " + t + " drop column " + o);
        for (Use use : pair.uses()) {
            if (!incomplete || TransitionCopies.isThere(handle, use)) {
                Ddl.run(handle, takeName(table, use));
            }
        }
        if (!incomplete) {
            sequences.finish(); // needs a column that is not null
        }
        if (spec.keepsName()) {
            Ddl.run(handle, "alter table " + t + " rename column " + n + " to " + o);
        }
        transitions.contracted(handle, table);
    }

    /** The copy gets the name of the original, which is gone. */
    private static String takeName(QualifiedName table, Use use) {
        String original = new Identifier(use.original()).quoted();
        if (use.kind() != Kind.INDEX) {
            return "alter table " + use.on().quoted() + " rename constraint "
                    + use.copy().quoted() + " to " + original;
        }
        return use.key().isEmpty()
                ? "alter index " + new QualifiedName(table.schema(), use.copy()).quoted() + " rename to " + original
                : "alter table " + table.quoted() + " add constraint " + original + " " + use.key() + " using index "
                        + use.copy().quoted();
    }
}
