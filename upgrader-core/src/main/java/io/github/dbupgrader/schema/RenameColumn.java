package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rename of a column while old and new applications read and write it.
 *
 * <p>{@link #expand()} adds a column of the new name, fills it, and keeps both in step; from its end on applications may use the new name. {@link #contract()}, in a later
 * version, drops the old one, when no service needs it any more. Until then {@link #revert()} makes the table what it was. All three need {@code mode = ONLINE}, except that
 * {@code revert()} is one transaction.
 *
 * <p>Immutable: each setting returns a copy. Call only.
 */
public final class RenameColumn {

    private final TransitionSpec spec;
    private final Consumer<SchemaChange> sink;

    private RenameColumn(TransitionSpec spec, Consumer<SchemaChange> sink) {
        this.spec = spec;
        this.sink = sink;
    }

    static RenameColumn of(TableName table, String oldName, String newName, Consumer<SchemaChange> sink) {
        TransitionSpec spec = new TransitionSpec(
                table,
                new Identifier(oldName),
                new Identifier(newName),
                Optional.empty(),
                false,
                ConflictPolicy.NEW_WINS,
                TransitionSpec.Gates.DEFAULT);
        if (oldName.equals(newName)) {
            throw TransitionErrors.sameName(spec.label());
        }
        return new RenameColumn(spec, sink);
    }

    /**
     * Says which column is right when one statement gives both, and they contradict each other. For {@link #expand()}.
     *
     * @param policy the default is {@link ConflictPolicy#NEW_WINS}
     * @return a copy
     */
    public RenameColumn onConflict(ConflictPolicy policy) {
        return new RenameColumn(spec.with(policy), sink);
    }

    /**
     * Refuses {@link #contract()} while a session of an older version of a service is connected: one whose {@code application_name} is {@code service/version} with a lower version, or one that
     * cannot be read. To be called for each service.
     *
     * @param service the service
     * @param version its first version that uses the new name, {@code X.Y.Z}
     * @return a copy
     */
    public RenameColumn whenNoOlderThan(String service, String version) {
        return gates(spec.gates().and(new Service(service, SchemaVersion.parse(version))));
    }

    /**
     * Refuses {@link #contract()} also while sessions are connected whose {@code application_name} is not {@code service/version}. The default is a warning.
     *
     * @return a copy
     */
    public RenameColumn refuseUnknownSessions() {
        return gates(spec.gates().refusingUnknown());
    }

    /**
     * Sets for how long {@link #contract()} looks for sessions, three times in all.
     *
     * @param time the default is 5 seconds
     * @return a copy
     */
    public RenameColumn lookingFor(Duration time) {
        return gates(spec.gates().lookingFor(time));
    }

    /**
     * Says of a function that it means something else of the column's name, so that {@link #contract()} does not wait until it is changed.
     *
     * @param function its name, with its schema where that is not on the {@code search_path}
     * @return a copy
     */
    public RenameColumn ignoringFunction(String function) {
        return gates(spec.gates().ignoring(function));
    }

    private RenameColumn gates(TransitionSpec.Gates gates) {
        return new RenameColumn(spec.with(gates), sink);
    }

    /** {@return the first half: both names, in step} */
    public SchemaChange expand() {
        return given(new ExpandTransition(spec));
    }

    /** {@return the second half: only the new name} */
    public SchemaChange contract() {
        return given(new ContractTransition(spec));
    }

    /** {@return the way back from {@link #expand()}, until contract: only the old name} */
    public SchemaChange revert() {
        return given(new RevertTransition(spec));
    }

    private SchemaChange given(SchemaChange change) {
        sink.accept(change);
        return change;
    }
}
