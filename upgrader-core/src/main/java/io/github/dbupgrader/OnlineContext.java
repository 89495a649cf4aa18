package io.github.dbupgrader;

import io.github.dbupgrader.api.BackfillGate;
import io.github.dbupgrader.api.ConnectionWork;
import io.github.dbupgrader.api.HandleCheck;
import io.github.dbupgrader.api.HandleWork;
import io.github.dbupgrader.api.OutsideOptions;
import io.github.dbupgrader.api.SubStepOptions;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.schema.ChangeHalf;
import io.github.dbupgrader.schema.Schema;
import io.github.dbupgrader.schema.SchemaChange;
import io.github.dbupgrader.sql.SqlScript;
import io.github.dbupgrader.step.Checksum;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.step.SubStep.Kind;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** The context of an ONLINE upgrade: it collects what is declared, and touches no database. */
final class OnlineContext implements UpgradeContext {

    private final RegisteredMethod method;
    private final Configuration configuration;
    private final Thread thread = Thread.currentThread();
    private final List<SubStep> declared = new ArrayList<>();
    private final List<ChangeHalf> halves = new ArrayList<>();
    private final List<SchemaChange> changes = new ArrayList<>();
    private final Map<String, String> tables = new HashMap<>();
    private boolean closed;

    private OnlineContext(RegisteredMethod method, Configuration configuration) {
        this.method = method;
        this.configuration = configuration;
    }

    /** What a method declares: sub-steps, the schema changes that some of them come from, and the tables of those by the names of sub-steps. */
    record Declaration(List<SubStep> subSteps, List<SchemaChange> changes, Map<String, String> tables) {}

    /** Calls the method once, and returns what it declares. */
    static Declaration declare(RegisteredMethod method, Configuration configuration) throws Exception {
        OnlineContext context = new OnlineContext(method, configuration);
        try {
            method.invocation().invoke(context, null);
        } finally {
            context.closed = true;
        }
        if (context.declared.isEmpty()) {
            throw StepErrors.noSubSteps(method);
        }
        Set<String> names = new HashSet<>();
        for (SubStep subStep : context.declared) {
            if (!names.add(subStep.name())) {
                throw StepErrors.duplicateSubStep(method, subStep.name());
            }
        }
        return new Declaration(List.copyOf(context.declared), List.copyOf(context.changes), Map.copyOf(context.tables));
    }

    @Override
    public SchemaVersion version() {
        return method.version();
    }

    @Override
    public Handle handle() {
        throw StepErrors.handleOfOnlineUpgrade(method);
    }

    @Override
    public void script(String resource) {
        SqlScript script = SqlScript.load(Scripts.base(method), resource);
        String text = String.join(
                "\n",
                script.statements().stream().map(SqlScript.Statement::text).toList());
        add(new SubStep(
                "script " + resource,
                Kind.TRANSACTION,
                handle -> script.run(handle.getConnection()),
                Optional.empty(),
                Optional.empty(),
                Checksum.of("script", resource, text)));
    }

    @Override
    public Schema schema() {
        return new Schema(this::make);
    }

    private void make(SchemaChange change) {
        change.half().ifPresent(half -> {
            if (halves.stream().anyMatch(half::completes)) {
                throw StepErrors.bothHalves(method, change.description());
            }
            halves.add(half);
        });
        List<SubStep> subSteps = change.subSteps(new ChangeParts(
                configuration, (name, backfill) -> BackfillSteps.foreground(configuration, method, name, backfill)));
        for (SubStep subStep : subSteps) {
            add(subStep);
            change.impactProfile().lockedTable().ifPresent(table -> tables.put(subStep.name(), table));
        }
        changes.add(change);
    }

    @Override
    public SubStepOptions step(String name, HandleWork work) {
        int index = add(handWritten(name, Kind.TRANSACTION, work::run));
        return new SubStepOptions() {
            @Override
            public SubStepOptions revert(HandleWork revert) {
                change(index, subStep -> subStep.withRevert(revert::run));
                return this;
            }
        };
    }

    @Override
    public OutsideOptions stepOutsideTransaction(String name, ConnectionWork work) {
        int index = add(handWritten(name, Kind.OUTSIDE_TRANSACTION, handle -> work.run(handle.getConnection())));
        return new OutsideOptions() {
            @Override
            public OutsideOptions repeatable() {
                change(index, SubStep::asRepeatable);
                return this;
            }

            @Override
            public OutsideOptions revert(ConnectionWork revert) {
                change(index, subStep -> subStep.withRevert(handle -> revert.run(handle.getConnection())));
                return this;
            }
        };
    }

    @Override
    public void progress(String what, long done, long total) {
        configuration.listeners().tell(l -> l.progress(method.version(), what, done, total));
    }

    @Override
    public SubStepOptions backfill(String name, Backfill backfill) {
        int index = add(BackfillSteps.foreground(configuration, method, name, backfill));
        return new SubStepOptions() {
            @Override
            public SubStepOptions revert(HandleWork revert) {
                change(index, subStep -> subStep.withRevert(BackfillSteps.forgetting(configuration, name, revert)));
                return this;
            }
        };
    }

    @Override
    public void startBackfill(String name) {
        add(BackfillSteps.start(configuration, name));
    }

    @Override
    public BackfillGate requiresBackfill(String name) {
        int index = add(BackfillSteps.require(configuration, name));
        return new BackfillGate() {
            @Override
            public BackfillGate finishInline() {
                change(index, subStep -> BackfillSteps.finish(configuration, method, name));
                return this;
            }
        };
    }

    @Override
    public void verify(String description, String wrongRows) {
        add(Verification.of(description, wrongRows));
    }

    @Override
    public void verify(String description, HandleCheck check) {
        add(Verification.of(description, check));
    }

    /** A lambda has no text to compare, so its name is what it is known by; whether it is repeatable may change. */
    private static SubStep handWritten(String name, Kind kind, SubStep.Work work) {
        return new SubStep(
                name, kind, work, Optional.empty(), Optional.empty(), Checksum.of("hand-written", kind.name(), name));
    }

    private int add(SubStep subStep) {
        requireOpen();
        declared.add(subStep);
        return declared.size() - 1;
    }

    private void change(int index, UnaryOperator<SubStep> change) {
        requireOpen();
        declared.set(index, change.apply(declared.get(index)));
    }

    private void requireOpen() {
        if (closed || !Thread.currentThread().equals(thread)) {
            throw StepErrors.contextClosed(method.version());
        }
    }
}
