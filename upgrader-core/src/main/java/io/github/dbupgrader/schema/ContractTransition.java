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
    public List<SubStep> subSteps(BackfillParts parts) {
        return List.of(
                part(
                        "look who needs the old column",
                        SubStep.Kind.REPEATABLE,
                        handle -> new ContractGates(handle, parts, spec).requireOpen(),
                        Optional.of(handle -> {})),
                part(
                        "drop the old column",
                        SubStep.Kind.TRANSACTION,
                        handle -> contract(handle, parts),
                        Optional.empty()));
    }

    private SubStep part(String what, SubStep.Kind kind, SubStep.Work work, Optional<SubStep.Work> revert) {
        String name = description() + ": " + what;
        return new SubStep(name, kind, work, revert, Optional.empty(), Checksum.of(kind.name(), name));
    }

    private void contract(Handle handle, BackfillParts parts) throws SQLException {
        Optional<Pair> open = new ContractGates(handle, parts, spec).requireOpenAtOnce();
        if (open.isEmpty()) {
            return;
        }
        Pair pair = open.get();
        QualifiedName table = pair.table().name();
        String t = table.quoted();
        String o = spec.oldColumn().quoted();
        String n = spec.newColumn().quoted();
        Transitions transitions = new Transitions(parts, spec);
        Recorded recorded = transitions.find(handle, table).orElseThrow();
        for (String statement : RevertTransition.dropTrigger(spec, table)) {
            Ddl.run(handle, statement);
        }
        for (String sequence : sequences(handle, pair)) {
            Ddl.run(handle, "alter sequence " + sequence + " owned by " + t + "." + n);
        }
        if (recorded.volatileDefault().isPresent()) {
            Ddl.run(
                    handle,
                    "alter table " + t + " alter column " + n + " set default "
                            + recorded.volatileDefault().get());
        }
        Ddl.run(handle, "alter table " + t + " drop column " + o);
        for (Use use : pair.uses()) {
            Ddl.run(handle, takeName(table, use));
        }
        if (spec.keepsName()) {
            Ddl.run(handle, "alter table " + t + " rename column " + n + " to " + o);
        }
        transitions.contracted(handle, table);
    }

    /** The copy gets the name of the original, which went with the old column. */
    private static String takeName(QualifiedName table, Use use) {
        String original = new Identifier(use.original()).quoted();
        if (use.kind() != Kind.INDEX) {
            return "alter table " + table.quoted() + " rename constraint "
                    + use.copy().quoted() + " to " + original;
        }
        return use.ofConstraint()
                ? "alter table " + table.quoted() + " add constraint " + original + " unique using index "
                        + use.copy().quoted() + use.timing()
                : "alter index " + new QualifiedName(table.schema(), use.copy()).quoted() + " rename to " + original;
    }

    private static List<String> sequences(Handle handle, Pair pair) {
        return new TransitionColumns(handle)
                .texts("""
                select d.objid::regclass::text from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
                where d.classid = 'pg_class'::regclass and d.deptype = 'a' and d.refclassid = 'pg_class'::regclass
                  and d.refobjid = cast(:table as oid) and d.refobjsubid = :column order by 1""", pair.table().oid(), pair.before().number());
    }
}
