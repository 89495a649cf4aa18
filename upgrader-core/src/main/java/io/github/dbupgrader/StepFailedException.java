package io.github.dbupgrader;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An upgrade or rollback failed. Those before it stay; the next start goes on with it.
 *
 * <p>Call only: the library creates it.
 */
public final class StepFailedException extends UpgradeException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaVersion version;
    /** Where the method was written. */
    private final String origin;

    /** The statement that failed. */
    private final @Nullable String failingSql;

    private final transient List<StepResult> completed;

    StepFailedException(Failure failure, List<StepResult> completed) {
        super(failure.code(), failure.what(), failure.why(), failure.fix(), failure.cause());
        this.version = failure.version();
        this.origin = failure.origin();
        this.failingSql = failure.failingSql().orElse(null);
        this.completed = List.copyOf(completed);
    }

    /** What failed, and how it is told. */
    record Failure(
            ErrorCode code,
            String what,
            String why,
            String fix,
            SchemaVersion version,
            String origin,
            Optional<String> failingSql,
            @Nullable Throwable cause) {}

    /** {@return false: an upgrade or rollback was tried, whatever it was that ended it} */
    @Override
    public boolean isRefusal() {
        return false;
    }

    /** {@return the version that failed} */
    public SchemaVersion version() {
        return version;
    }

    /** {@return where it was written, as {@code Class#method}} */
    public String origin() {
        return origin;
    }

    /** {@return the statement that failed, secrets masked; empty where it was not a statement that failed} */
    public Optional<String> failingSql() {
        return Optional.ofNullable(failingSql);
    }

    /** {@return what the same run completed before} */
    public List<StepResult> completed() {
        return completed;
    }
}
