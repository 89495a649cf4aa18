package io.github.dbupgrader;

import io.github.dbupgrader.TransactionRetry.Failed;
import io.github.dbupgrader.history.RecordedSubStep;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.StatementLog;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.step.SubStep.Kind;
import java.util.List;
import java.util.Optional;

/** Compares what is declared with what is recorded. */
final class SubSteps {

    private SubSteps() {}

    static Optional<RecordedSubStep> find(List<RecordedSubStep> recorded, String name) {
        return recorded.stream().filter(r -> r.name().equals(name)).findFirst();
    }

    static Optional<SubStep> declared(List<SubStep> declared, String name) {
        return declared.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /**
     * Refuses a declaration in which a recorded sub-step is missing, elsewhere or different. One that was begun in a transaction and not finished has left nothing
     * behind, so it may change.
     */
    static void requireUnchanged(RegisteredMethod method, List<SubStep> declared, List<RecordedSubStep> recorded)
            throws Failed {
        for (RecordedSubStep record : recorded) {
            if (!record.isDone() && record.kind().equals(Kind.TRANSACTION.name())) {
                continue;
            }
            Optional<SubStep> now = declared(declared, record.name());
            if (now.isEmpty()) {
                throw changed(method, record, "is missing");
            }
            if (declared.indexOf(now.get()) + 1 != record.position()) {
                throw changed(method, record, "is in another place");
            }
            if (!now.get().checksum().equals(record.checksum())) {
                throw changed(method, record, "is declared differently");
            }
        }
    }

    /** Refuses to run again what only its author can judge. */
    static void requireRepeatable(RegisteredMethod method, SubStep subStep) throws Failed {
        if (subStep.kind() == Kind.OUTSIDE_TRANSACTION) {
            throw new Failed(StepErrors.interruptedSubStep(method, subStep.name()), new StatementLog(false));
        }
    }

    private static Failed changed(RegisteredMethod method, RecordedSubStep record, String difference) {
        return new Failed(StepErrors.declarationChanged(method, record.name(), difference), new StatementLog(false));
    }
}
