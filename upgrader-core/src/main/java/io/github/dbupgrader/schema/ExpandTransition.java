package io.github.dbupgrader.schema;

import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.schema.SyncTrigger.Default;
import io.github.dbupgrader.schema.SyncTrigger.Side;
import io.github.dbupgrader.schema.TransitionColumns.FoundColumn;
import io.github.dbupgrader.schema.TransitionColumns.FoundTable;
import io.github.dbupgrader.schema.TransitionErrors.Refusal;
import io.github.dbupgrader.schema.TransitionSpec.NewType;
import io.github.dbupgrader.sql.Literal;
import io.github.dbupgrader.sql.QualifiedName;
import io.github.dbupgrader.step.Checksum;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.step.SubStep.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a column a second one that holds the same, under another name or as another type, and keeps them in step.
 *
 * <p>Column, trigger and record come in one transaction, so that no write falls between them. The rows are filled by a backfill. Only then come the constraints, which would refuse
 * updates of rows that are not filled yet; then the indexes, which would slow the backfill down; then all rows are compared.
 */
final class ExpandTransition implements SchemaChange {

    private static final Logger LOG = LoggerFactory.getLogger(ExpandTransition.class);
    private static final SubStep.Work NOTHING = handle -> {};

    private final TransitionSpec spec;

    ExpandTransition(TransitionSpec spec) {
        this.spec = spec;
    }

    @Override
    public String description() {
        return spec.label();
    }

    @Override
    public Optional<ChangeHalf> half() {
        return Optional.of(spec.half(false));
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.high("the old and the new form live side by side until contract")
                .accessExclusive(spec.table())
                .rowExclusive(spec.table(), "while rows are filled")
                .shareUpdateExclusive(spec.table(), "while indexes are built and rows are looked through")
                .shareRowExclusive(ImpactProfile.LINKED)
                .services(uses(), uses(), uses(), order())
                .rollback("revert() until contract: the catalogue is then what it was")
                .about(spec.table(), spec.oldColumn());
    }

    private String uses() {
        return spec.keepsName()
                ? "nothing until contract; take values of either type from then on, with the statements of a pool prepared anew"
                : "use the new name from the end of this upgrade on, and before contract";
    }

    private List<String> order() {
        return spec.keepsName()
                ? List.of("this upgrade", "services that take either type", "the upgrade with contract()")
                : List.of("this upgrade", "services that read", "services that write", "the upgrade with contract()");
    }

    @Override
    public List<SubStep> subSteps(BackfillParts parts) {
        TransitionCopies copies = new TransitionCopies(parts, spec);
        return List.of(
                part(
                        "expand",
                        Kind.TRANSACTION,
                        handle -> expand(handle, parts),
                        handle -> new RevertTransition(spec).revert(handle, parts)),
                parts.subStep(spec.label(), backfill()),
                part("constraints", Kind.TRANSACTION, copies::addConstraints, NOTHING),
                part("indexes", Kind.REPEATABLE, copies::buildIndexes, NOTHING),
                Parts.rehearsedBy(NOTHING, part("references", Kind.TRANSACTION, copies::addReferences, NOTHING)),
                part("validate", Kind.REPEATABLE, copies::validate, NOTHING),
                Parts.rehearsedBy(copies::rehearseSynced, part("synced", Kind.TRANSACTION, copies::synced, NOTHING)));
    }

    private SubStep part(String what, Kind kind, SubStep.Work work, SubStep.Work revert) {
        String name = spec.label() + ": " + what;
        return new SubStep(
                name,
                kind,
                work,
                Optional.of(revert),
                Optional.empty(),
                Checksum.of(kind.name(), name, spec.checksum()));
    }

    private Backfill backfill() {
        String o = spec.oldColumn().quoted();
        String n = spec.newColumn().quoted();
        Backfill table = spec.table()
                .schema()
                .map(s -> Backfill.table(s.text(), spec.table().name().text()))
                .orElseGet(() -> Backfill.table(spec.table().name().text()));
        return spec.newType().isPresent()
                ? table.pending(n + " is null and " + o + " is not null")
                        .set(n + " = " + spec.quotedUpFunction() + "(" + o + ")")
                : table.pending("row(" + o + ")::record operator(pg_catalog.*<>) row(" + n + ")::record")
                        .set(n + " = " + o);
    }

    private void expand(Handle handle, BackfillParts parts) throws SQLException {
        TransitionPreflight preflight = new TransitionPreflight(handle, spec);
        FoundTable table = preflight.table();
        Transitions transitions = new Transitions(parts, spec);
        Optional<String> held = transitions.heldColumn(handle, table.name());
        if (held.isPresent()) {
            throw TransitionErrors.otherTransition(spec.label(), held.get());
        }
        FoundColumn before = preflight.column(table);
        TransitionColumns catalogue = new TransitionColumns(handle);
        FoundColumn after = spec.newType().isPresent()
                ? catalogue.wouldBe(
                        table, spec.newColumn(), spec.newType().get().sql())
                : before;
        if (spec.newType().isPresent() && !isPlain(after)) {
            throw preflight.refused(Refusal.NOT_ONLY_A_TYPE);
        }
        if (before.identity() && !SequenceHandover.canNumber(after.bareType())) {
            throw preflight.refused(Refusal.IDENTITY_TYPE);
        }
        if (!after.plainDomain()) {
            throw preflight.refused(Refusal.DOMAIN);
        }
        Default columnDefault = catalogue.defaultOf(table, before);
        if (columnDefault.isVolatile() && spec.policy() != ConflictPolicy.NEW_WINS) {
            throw preflight.refused(Refusal.VOLATILE_DEFAULT);
        }
        SyncTrigger trigger = trigger(table.name(), before, after, columnDefault);
        preflight.requireLast(table, trigger);
        preflight.requireFreeForeignKeys(table, before, transitions);
        preflight.requireFitting(table, before, after);
        ColumnUses uses = new ColumnUses(handle, spec, table, before);
        List<String> notCopied = uses.dependents();
        if (!notCopied.isEmpty()) {
            LOG.warn(
                    "{}: these use the old column and stay as they are, and contract waits until they do not: {}",
                    spec.label(),
                    notCopied);
        }
        List<String> appearance = uses.appearance();
        String t = table.name().quoted();
        String n = spec.newColumn().quoted();
        String path = searchPath(handle);
        Ddl.run(handle, "alter table " + t + " add column " + n + " " + after.type() + after.collate());
        for (String statement : appearance) {
            Ddl.run(handle, statement);
        }
        if (trigger.newDefault().isPresent()) {
            Ddl.run(
                    handle,
                    "alter table " + t + " alter column " + n + " set default "
                            + trigger.newDefault().get());
        }
        if (spec.newType().isPresent()) {
            Ddl.run(handle, upFunction(table.name(), before, after, path));
            Ddl.run(
                    handle,
                    "revoke all on function " + qualifiedUpFunction(table.name()) + "(" + before.bareType()
                            + ") from public");
        }
        for (String statement : trigger.create(path)) {
            Ddl.run(handle, statement);
        }
        transitions.add(
                handle,
                table.name(),
                trigger,
                columnDefault.isVolatile() ? columnDefault.expression() : Optional.empty(),
                notCopied);
    }

    /** Generated, identity and serial columns are more than their type, and the probe shows it. */
    private static boolean isPlain(FoundColumn probed) {
        return !probed.generated()
                && !probed.identity()
                && !probed.notNull()
                && probed.columnDefault().isEmpty();
    }

    private SyncTrigger trigger(QualifiedName table, FoundColumn before, FoundColumn after, Default columnDefault) {
        Conversion up = new Conversion(up(after), after.type());
        String down = spec.newType()
                .map(t -> t.down().orElse(Conversion.cast(before.bareType())))
                .orElse(Conversion.IDENTITY);
        return new SyncTrigger(
                table,
                new Side(spec.oldColumn(), new Conversion(down, before.type())),
                new Side(spec.newColumn(), up),
                columnDefault,
                spec.policy());
    }

    private String up(FoundColumn after) {
        return spec.newType()
                .map(t -> t.up().orElse(Conversion.cast(after.bareType())))
                .orElse(Conversion.IDENTITY);
    }

    /** What a backfill writes must be what the trigger would write: by assignment, which refuses what a cast cuts off. */
    private String upFunction(QualifiedName table, FoundColumn before, FoundColumn after, String path) {
        String body = "declare converted " + after.type() + "; begin converted := "
                + new Conversion(up(after), after.type()).of("$1") + "; return converted; end";
        return "create function " + qualifiedUpFunction(table) + "(" + before.bareType() + ") returns "
                + after.bareType() + " language plpgsql set search_path to " + path + " as " + Literal.quote(body);
    }

    private String qualifiedUpFunction(QualifiedName table) {
        return upFunction(spec, table).quoted();
    }

    static QualifiedName upFunction(TransitionSpec spec, QualifiedName table) {
        return new QualifiedName(table.schema(), spec.upFunction());
    }

    /** Fixed at this moment; only the conversions that a user wrote need more than the server's own names. */
    private String searchPath(Handle handle) {
        boolean own = spec.newType().filter(ExpandTransition::isWritten).isPresent();
        String schemas = !own ? "" : handle.createQuery("""
                                select coalesce(string_agg(quote_ident(s) || ', ', '' order by n), '')
                                from unnest(current_schemas(false)) with ordinality c(s, n) where s !~ '^pg_temp'""").mapTo(String.class).one();
        return (schemas.isEmpty() ? "pg_catalog, " : schemas) + "pg_temp";
    }

    private static boolean isWritten(NewType type) {
        return type.up().isPresent() || type.down().isPresent();
    }
}
