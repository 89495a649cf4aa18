package io.github.dbupgrader;

import io.github.dbupgrader.api.BackfillGate;
import io.github.dbupgrader.api.ConnectionWork;
import io.github.dbupgrader.api.HandleCheck;
import io.github.dbupgrader.api.HandleWork;
import io.github.dbupgrader.api.OutsideOptions;
import io.github.dbupgrader.api.SubStepOptions;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.schema.Schema;
import io.github.dbupgrader.schema.SchemaChange;
import io.github.dbupgrader.sql.SqlScript;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** The context of a transactional upgrade: what is called happens at once. */
final class TransactionalContext implements UpgradeContext {

    private final RegisteredMethod method;
    private final Handle handle;
    private final Configuration configuration;
    private final Thread thread = Thread.currentThread();
    private boolean closed;

    TransactionalContext(RegisteredMethod method, Handle handle, Configuration configuration) {
        this.method = method;
        this.handle = handle;
        this.configuration = configuration;
    }

    @Override
    public SchemaVersion version() {
        return method.version();
    }

    @Override
    public Handle handle() {
        requireOpen();
        return handle;
    }

    @Override
    public void script(String resource) {
        requireOpen();
        SqlScript.load(Scripts.base(method), resource).run(handle.getConnection());
    }

    @Override
    public Schema schema() {
        requireOpen();
        return new Schema(this::actAtOnce);
    }

    private void actAtOnce(SchemaChange change) {
        requireOpen();
        List<SubStep> subSteps = change.subSteps(new ChangeParts(configuration, (name, backfill) -> {
            throw needsOnlineMode(change);
        }));
        if (subSteps.size() != 1 || !subSteps.get(0).isTransactional()) {
            throw needsOnlineMode(change);
        }
        run(subSteps.get(0), change.description());
    }

    private void run(SubStep subStep, String description) {
        try {
            subStep.work().run(handle);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            // As a statement through the handle would: an upgrade method need not declare what the database may answer.
            throw new UnableToExecuteStatementException(description, e, null);
        }
    }

    private UpgradeException needsOnlineMode(SchemaChange change) {
        return StepErrors.needsOnlineMode("schema() with \"" + change.description() + "\"", method);
    }

    @Override
    public SubStepOptions step(String name, HandleWork work) {
        throw StepErrors.needsOnlineMode("step(\"" + name + "\", …)", method);
    }

    @Override
    public OutsideOptions stepOutsideTransaction(String name, ConnectionWork work) {
        throw StepErrors.needsOnlineMode("stepOutsideTransaction(\"" + name + "\", …)", method);
    }

    @Override
    public SubStepOptions backfill(String name, Backfill backfill) {
        throw StepErrors.needsOnlineMode("backfill(\"" + name + "\", …)", method);
    }

    @Override
    public void startBackfill(String name) {
        requireOpen();
        BackfillSteps.start(configuration, name, handle);
    }

    @Override
    public BackfillGate requiresBackfill(String name) {
        requireOpen();
        BackfillSteps.requireComplete(configuration, name, handle);
        return () -> {
            throw StepErrors.needsOnlineMode("requiresBackfill(\"" + name + "\").finishInline()", method);
        };
    }

    @Override
    public void verify(String description, String wrongRows) {
        requireOpen();
        run(Verification.of(description, wrongRows), description);
    }

    @Override
    public void verify(String description, HandleCheck check) {
        requireOpen();
        run(Verification.of(description, check), description);
    }

    @Override
    public void progress(String what, long done, long total) {
        requireOpen();
        configuration.listeners().tell(l -> l.progress(method.version(), what, done, total));
    }

    void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed || !Thread.currentThread().equals(thread)) {
            throw StepErrors.contextClosed(method.version());
        }
    }
}
