package io.github.dbupgrader.schema;

import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What the renames have in common for which a view has the old name for a while.
 *
 * @param <T> which of them it is
 */
abstract class ViewTransition<T extends ViewTransition<T>> {

    final TableRename rename;
    final Consumer<SchemaChange> sink;

    ViewTransition(TableRename rename, Consumer<SchemaChange> sink) {
        this.rename = rename;
        this.sink = sink;
    }

    /** {@return a copy of other settings} */
    abstract T with(TableRename other);

    /**
     * Refuses {@link #contract()} while a session of an older version of a service is connected: one whose {@code application_name} is {@code service/version} with a lower version, or one that
     * cannot be read. To be called for each service.
     *
     * @param service the service
     * @param version its first version that uses the new name, {@code X.Y.Z}
     * @return a copy
     */
    public T whenNoOlderThan(String service, String version) {
        return with(rename.with(rename.gates().and(new Service(service, SchemaVersion.parse(version)))));
    }

    /**
     * Refuses {@link #contract()} also while sessions are connected whose {@code application_name} is not {@code service/version}. The default is a warning.
     *
     * @return a copy
     */
    public T refuseUnknownSessions() {
        return with(rename.with(rename.gates().refusingUnknown()));
    }

    /**
     * Sets for how long {@link #contract()} looks for sessions, three times in all.
     *
     * @param time the default is 5 seconds
     * @return a copy
     */
    public T lookingFor(Duration time) {
        return with(rename.with(rename.gates().lookingFor(time)));
    }

    /**
     * Says of a function that it means something else of the old name, so that {@link #contract()} does not wait until it is changed.
     *
     * @param function its name, with its schema where that is not on the {@code search_path}
     * @return a copy
     */
    public T ignoringFunction(String function) {
        return with(rename.with(rename.gates().ignoring(function)));
    }

    /** {@return the first half: both names} */
    public SchemaChange expand() {
        return given(new ExpandTableRename(rename));
    }

    /** {@return the second half: only the new name} */
    public SchemaChange contract() {
        return given(new ContractTableRename(rename));
    }

    /** {@return the way back from {@link #expand()}, until contract: only the old name} */
    public SchemaChange revert() {
        return given(new RevertTableRename(rename));
    }

    private SchemaChange given(SchemaChange change) {
        sink.accept(change);
        return change;
    }
}
