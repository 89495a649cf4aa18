package io.github.dbupgrader;

import io.github.dbupgrader.registry.RegisteredCondition;
import io.github.dbupgrader.sql.ObservedConnection.Guard;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.sql.StatementLog;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Asks the conditions of upgrades. */
final class ConditionChecker {

    private final Configuration configuration;
    private final boolean skip;

    ConditionChecker(Configuration configuration, boolean skip) {
        this.configuration = configuration;
        this.skip = skip;
    }

    /** The descriptions of the conditions of a version that are skipped. */
    List<String> skipped(SchemaVersion version) {
        return configuration.registry().conditions(version).stream()
                .filter(this::isSkipped)
                .map(RegisteredCondition::description)
                .toList();
    }

    /** Asks all conditions of all versions before anything runs, each in a transaction of its own that can only read. */
    void requireAll(RunSession session, List<SchemaVersion> versions) {
        List<String> failures = new ArrayList<>();
        Optional<Throwable> cause = Optional.empty();
        for (SchemaVersion version : versions) {
            for (RegisteredCondition condition : asked(version)) {
                Optional<Failure> failure = ask(session, condition);
                failure.map(Failure::text).ifPresent(failures::add);
                cause = cause.isPresent() ? cause : failure.flatMap(f -> Optional.ofNullable(f.cause()));
            }
        }
        if (!failures.isEmpty()) {
            throw UpgraderErrors.conditionsFailed(failures, cause);
        }
    }

    /** Asks the conditions of one version again, inside its transaction. */
    void require(SchemaVersion version, Handle handle) {
        List<String> failures = new ArrayList<>();
        Optional<Throwable> cause = Optional.empty();
        for (RegisteredCondition condition : asked(version)) {
            Optional<Failure> failure = ask(condition, handle);
            failure.map(Failure::text).ifPresent(failures::add);
            cause = cause.isPresent() ? cause : failure.flatMap(f -> Optional.ofNullable(f.cause()));
        }
        if (!failures.isEmpty()) {
            throw UpgraderErrors.conditionsFailed(failures, cause);
        }
    }

    private record Failure(String text, @Nullable Throwable cause) {}

    private Optional<Failure> ask(RunSession session, RegisteredCondition condition) {
        StatementLog log = new StatementLog(false);
        session.begin();
        Optional<Failure> failure;
        try {
            session.own().execute("set transaction read only");
            try (Handle handle = session.stepHandles().open(log, Guard.TRANSACTION)) {
                failure = ask(condition, handle);
            }
        } catch (RuntimeException | Error e) {
            endAfter(e, session, log);
            throw e;
        }
        Throwable cause = failure.map(Failure::cause).orElse(null);
        if (cause != null && SqlState.isConnectionLost(cause)) {
            // there is nothing to end, and no other condition can be asked
            throw UpgraderErrors.database(
                    "A condition could not be asked", SqlState.find(cause).orElseThrow());
        }
        endOfQuestion(session, log);
        return failure;
    }

    private static void endAfter(Throwable failure, RunSession session, StatementLog log) {
        try {
            endOfQuestion(session, log);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static void endOfQuestion(RunSession session, StatementLog log) {
        try {
            session.rollBack();
        } catch (SQLException e) {
            throw UpgraderErrors.database("The transaction of a condition could not be ended", e);
        }
        session.reset(log);
    }

    private static Optional<Failure> ask(RegisteredCondition condition, Handle handle) {
        String name = "\"" + condition.description() + "\" of " + condition.version();
        try {
            return condition.check().test(handle)
                    ? Optional.empty()
                    : Optional.of(new Failure(name + " is false", null));
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return Optional.of(new Failure(
                    name + " could not be checked: " + StepErrors.shortened(String.valueOf(e.getMessage())), e));
        }
    }

    private List<RegisteredCondition> asked(SchemaVersion version) {
        return configuration.registry().conditions(version).stream()
                .filter(c -> !isSkipped(c))
                .toList();
    }

    private boolean isSkipped(RegisteredCondition condition) {
        return skip && condition.skippable();
    }
}
