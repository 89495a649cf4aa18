package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.TransitionSpec.NewType;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.SqlFragment;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The change of a column's type while old and new applications read and write it.
 *
 * <p>{@link #expand()} adds a second column of the new type, fills it, and keeps both in step. {@link #contract()}, in a later version, drops the old one and gives its name to the
 * second; with {@link #as(String)} the new type has a name of its own, under which applications use it from the end of expand on. Until contract {@link #revert()} makes the table what it
 * was. All three need {@code mode = ONLINE}, except that {@code revert()} is one transaction.
 *
 * <p>Immutable: each setting returns a copy. Call only.
 */
public final class ChangeColumnType {

    private final TransitionSpec spec;
    private final Consumer<SchemaChange> sink;

    private ChangeColumnType(TransitionSpec spec, Consumer<SchemaChange> sink) {
        this.spec = spec;
        this.sink = sink;
    }

    static ChangeColumnType of(TableName table, String column, String type, Consumer<SchemaChange> sink) {
        SqlFragment.prepared("type", type);
        Identifier old = new Identifier(column);
        return new ChangeColumnType(
                new TransitionSpec(
                        table,
                        old,
                        TransitionNames.secondColumn(old, type),
                        Optional.of(new NewType(type, Optional.empty(), Optional.empty())),
                        true,
                        ConflictPolicy.NEW_WINS,
                        TransitionSpec.Gates.DEFAULT),
                sink);
    }

    /**
     * Sets how values are converted. The default is a cast and an assignment, each way: what does not fit fails, and is never cut off.
     *
     * @param up a value of the new type, as SQL with {@code {value}} where the old one is to be, such as {@code {value}::numeric / 1000}
     * @param down a value of the old type, as SQL with {@code {value}} where the new one is to be
     * @return a copy
     */
    public ChangeColumnType using(String up, String down) {
        for (String expression : List.of(up, down)) {
            SqlFragment.prepared("conversion", expression.replace(Conversion.VALUE, "null"));
            if (!expression.contains(Conversion.VALUE)) {
                throw TransitionErrors.noPlaceholder(spec.label(), expression);
            }
        }
        return with(spec.newColumn(), new NewType(type().sql(), Optional.of(up), Optional.of(down)), spec.keepsName());
    }

    /**
     * Gives the new type a name of its own, which stays. By default the name of the column stays, and nobody uses the second column before contract.
     *
     * @param newName the new column, as it will be in the catalogue, without quotes
     * @return a copy
     */
    public ChangeColumnType as(String newName) {
        if (spec.oldColumn().text().equals(newName)) {
            throw TransitionErrors.sameName(spec.label());
        }
        return with(new Identifier(newName), type(), false);
    }

    private NewType type() {
        return spec.newType().orElseThrow();
    }

    private ChangeColumnType with(Identifier newColumn, NewType type, boolean keepsName) {
        return new ChangeColumnType(
                new TransitionSpec(
                        spec.table(),
                        spec.oldColumn(),
                        newColumn,
                        Optional.of(type),
                        keepsName,
                        spec.policy(),
                        spec.gates()),
                sink);
    }

    /**
     * Says which column is right when one statement gives both, and they contradict each other. For {@link #expand()}.
     *
     * @param policy the default is {@link ConflictPolicy#NEW_WINS}
     * @return a copy
     */
    public ChangeColumnType onConflict(ConflictPolicy policy) {
        return new ChangeColumnType(spec.with(policy), sink);
    }

    /**
     * Refuses {@link #contract()} while a session of an older version of a service is connected: one whose {@code application_name} is {@code service/version} with a lower version, or one that
     * cannot be read. To be called for each service.
     *
     * @param service the service
     * @param version its first version that bears the new type, {@code X.Y.Z}
     * @return a copy
     */
    public ChangeColumnType whenNoOlderThan(String service, String version) {
        return gates(spec.gates().and(new Service(service, SchemaVersion.parse(version))));
    }

    /**
     * Refuses {@link #contract()} also while sessions are connected whose {@code application_name} is not {@code service/version}. The default is a warning.
     *
     * @return a copy
     */
    public ChangeColumnType refuseUnknownSessions() {
        return gates(spec.gates().refusingUnknown());
    }

    /**
     * Sets for how long {@link #contract()} looks for sessions, three times in all.
     *
     * @param time the default is 5 seconds
     * @return a copy
     */
    public ChangeColumnType lookingFor(Duration time) {
        return gates(spec.gates().lookingFor(time));
    }

    /**
     * Says of a function that it means something else of the column's name, so that {@link #contract()} does not wait until it is changed.
     *
     * @param function its name, with its schema where that is not on the {@code search_path}
     * @return a copy
     */
    public ChangeColumnType ignoringFunction(String function) {
        return gates(spec.gates().ignoring(function));
    }

    private ChangeColumnType gates(TransitionSpec.Gates gates) {
        return new ChangeColumnType(spec.with(gates), sink);
    }

    /** {@return the first half: both columns, in step} */
    public SchemaChange expand() {
        return given(new ExpandTransition(spec));
    }

    /** {@return the second half: only the new type} */
    public SchemaChange contract() {
        return given(new ContractTransition(spec));
    }

    /** {@return the way back from {@link #expand()}, until contract: only the old type} */
    public SchemaChange revert() {
        return given(new RevertTransition(spec));
    }

    private SchemaChange given(SchemaChange change) {
        sink.accept(change);
        return change;
    }
}
