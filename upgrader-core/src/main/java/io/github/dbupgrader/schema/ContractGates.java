package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.TransitionCopies.Pair;
import io.github.dbupgrader.schema.TransitionSpec.Gates;
import io.github.dbupgrader.schema.Transitions.Recorded;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be true before the old column goes. */
final class ContractGates {

    private static final Logger LOG = LoggerFactory.getLogger(ContractGates.class);

    private static final String FUNCTIONS = """
            select f.name from (
              select p.oid::regprocedure::text as name, p.proname::text as short, p.prosrc, p.oid
              from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
              where n.nspname not in ('pg_catalog', 'information_schema') and l.lanname not in ('internal', 'c')
                and p.proname not like 'upgrader\\_sync\\_%%' and p.proname not like 'upgrader\\_up\\_%%'
                and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')) f
            where %s and (%s or exists (select from pg_trigger t where t.tgfoid = f.oid and t.tgrelid = cast(:table as oid)))
            order by 1""".formatted(named("column"), named("relation"));

    private final Handle handle;
    private final BackfillParts parts;
    private final TransitionSpec spec;

    ContractGates(Handle handle, BackfillParts parts, TransitionSpec spec) {
        this.handle = handle;
        this.parts = parts;
        this.spec = spec;
    }

    /** As a word where it is one; a name with other signs in it wherever it stands. */
    private static String named(String name) {
        return "(case when :" + name + " ~ '^\\w+$' then f.prosrc ~* ('\\m' || :" + name
                + " || '\\M') else strpos(f.prosrc, :" + name + ") > 0 end)";
    }

    /** What takes its time, in autocommit. */
    void requireOpen() throws SQLException, InterruptedException {
        Optional<Pair> pair = handle.inTransaction(h -> requireOpenAtOnce(false));
        if (pair.isPresent()) {
            requireNoOldSessions();
            Recorded recorded = new Transitions(parts, spec)
                    .find(handle, pair.get().table().name())
                    .orElseThrow();
            new TransitionComparison(handle, spec).requireEqual(pair.get().table(), recorded.difference());
        }
    }

    /**
     * What is only a look at the catalogue, in a transaction; empty if the old column is gone already.
     *
     * @param rehearsed whether this is a dry run, in which what takes its time was left out
     */
    Optional<Pair> requireOpenAtOnce(boolean rehearsed) throws SQLException {
        Recorded recorded = new TransitionColumns(handle)
                .table(spec.table())
                .flatMap(t -> new Transitions(parts, spec).find(handle, t.name()))
                .orElseThrow(() -> TransitionErrors.notExpanded(spec.label()));
        if (recorded.state().equals("CONTRACTED")) {
            return Optional.empty();
        }
        if (!recorded.state().equals("SYNCED")) {
            throw TransitionErrors.wrongState(spec.label(), recorded.state());
        }
        Pair pair = TransitionCopies.read(handle, spec);
        List<String> dependents = new ColumnUses(handle, spec, pair.table(), pair.before()).dependents();
        if (!dependents.isEmpty()) {
            throw TransitionErrors.dependents(spec.label(), dependents);
        }
        List<String> functions = functions(pair);
        if (!functions.isEmpty()) {
            throw TransitionErrors.functions(spec.label(), functions);
        }
        List<String> missing = TransitionCopies.missing(handle, pair);
        if (!missing.isEmpty() && !(rehearsed && recorded.expandedInThisTransaction())) {
            throw TransitionErrors.missingCopies(spec.label(), missing);
        }
        return Optional.of(pair);
    }

    /**
     * One more look for sessions of older services, in the transaction that drops the column: since the gates were passed rows were compared, or a start failed. Sessions of which nobody can
     * tell do not count here, because some may be this upgrade's own.
     */
    void requireStillNoOlderSessions() {
        LiveSessions sessions = LiveSessions.now(handle, spec.gates());
        if (!sessions.older().isEmpty()) {
            throw TransitionErrors.sessions(spec.label(), List.copyOf(sessions.older()));
        }
    }

    private List<String> functions(Pair pair) {
        if (spec.keepsName()) {
            return List.of(); // they will find the new column under the name that they use
        }
        return handle
                .createQuery(FUNCTIONS)
                .bind("table", pair.table().oid())
                .bind("column", spec.oldColumn().text())
                .bind("relation", pair.table().name().name().text())
                .mapTo(String.class)
                .list()
                .stream()
                .filter(f ->
                        spec.gates().ignoredFunctions().stream().noneMatch(i -> f.equals(i) || f.startsWith(i + "(")))
                .toList();
    }

    private void requireNoOldSessions() throws InterruptedException {
        Gates gates = spec.gates();
        LiveSessions sessions = LiveSessions.look(handle, gates);
        List<String> inTheWay = sessions.inTheWay(gates);
        if (!inTheWay.isEmpty()) {
            throw TransitionErrors.sessions(spec.label(), inTheWay);
        }
        if (!sessions.unknown().isEmpty() && !gates.services().isEmpty()) {
            LOG.warn(
                    "{}: nobody can tell whether these sessions still use the old column, as their application_name is not service/version: {}",
                    spec.label(),
                    sessions.unknown());
        }
    }
}
