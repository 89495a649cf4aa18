package io.github.dbupgrader.schema;

import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a rename and a change of type have in common: for a while there are two columns.
 *
 * @param <T> which of them it is
 */
abstract class ColumnTransition<T extends ColumnTransition<T>> {

    final TransitionSpec spec;
    final Consumer<SchemaChange> sink;

    ColumnTransition(TransitionSpec spec, Consumer<SchemaChange> sink) {
        this.spec = spec;
        this.sink = sink;
    }

    /** {@return a copy of other settings} */
    abstract T with(TransitionSpec other);

    /**
     * Says which column is right when one statement gives both, and they contradict each other. For {@link #expand()}.
     *
     * @param policy the default is {@link ConflictPolicy#NEW_WINS}
     * @return a copy
     */
    public T onConflict(ConflictPolicy policy) {
        return with(spec.with(policy));
    }

    /**
     * Refuses {@link #contract()} while a session of an older version of a service is connected: one whose {@code application_name} is {@code service/version} with a lower version, or one that
     * cannot be read. To be called for each service.
     *
     * @param service the service
     * @param version its first version that does without the old column, {@code X.Y.Z}
     * @return a copy
     */
    public T whenNoOlderThan(String service, String version) {
        return with(spec.with(spec.gates().and(new Service(service, SchemaVersion.parse(version)))));
    }

    /**
     * Refuses {@link #contract()} also while sessions are connected whose {@code application_name} is not {@code service/version}. The default is a warning.
     *
     * @return a copy
     */
    public T refuseUnknownSessions() {
        return with(spec.with(spec.gates().refusingUnknown()));
    }

    /**
     * Sets for how long {@link #contract()} looks for sessions, three times in all.
     *
     * @param time the default is 5 seconds
     * @return a copy
     */
    public T lookingFor(Duration time) {
        return with(spec.with(spec.gates().lookingFor(time)));
    }

    /**
     * Says of a function that it means something else of the column's name, so that {@link #contract()} does not wait until it is changed.
     *
     * @param function its name, with its schema where that is not on the {@code search_path}
     * @return a copy
     */
    public T ignoringFunction(String function) {
        return with(spec.with(spec.gates().ignoring(function)));
    }

    /** {@return the first half: both columns, in step} */
    public SchemaChange expand() {
        return given(new ExpandTransition(spec));
    }

    /** {@return the second half: only the new column} */
    public SchemaChange contract() {
        return given(new ContractTransition(spec));
    }

    /** {@return the way back from {@link #expand()}, until contract: only the old column} */
    public SchemaChange revert() {
        return given(new RevertTransition(spec));
    }

    private SchemaChange given(SchemaChange change) {
        sink.accept(change);
        return change;
    }
}
