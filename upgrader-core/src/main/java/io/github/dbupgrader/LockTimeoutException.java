package io.github.dbupgrader;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The upgrade lock was not to be had in time. No step ran.
 *
 * <p>Call only: the library creates it.
 */
public final class LockTimeoutException extends UpgradeException {

    private static final long serialVersionUID = 1L;

    private static final int GONE = 0;

    /** The server process of the holder. */
    private final int holderPid;

    /** The holder's application name. */
    private final String holderApplicationName;

    /** Since when its session lasts. */
    private final @Nullable Instant holderSince;

    LockTimeoutException(
            String component,
            Duration waited,
            int pid,
            String applicationName,
            Optional<Instant> since,
            String holder) {
        super(
                ErrorCode.LOCK_TIMEOUT,
                "Could not take the upgrade lock of component \"" + component + "\" within " + Durations.human(waited),
                pid == GONE ? "the session that held it has just ended" : holder + " holds it",
                pid == GONE
                        ? "start again, or raise maxWait of the LockSettings"
                        : "wait until that session has finished and start again, or raise maxWait of the LockSettings; if the session"
                                + " is an orphan, end it with pg_terminate_backend(" + pid + ")");
        this.holderPid = pid;
        this.holderApplicationName = applicationName;
        this.holderSince = since.orElse(null);
    }

    private LockTimeoutException(String component, Duration waited, String thread) {
        super(
                ErrorCode.LOCK_TIMEOUT,
                "Could not take the upgrade lock of component \"" + component + "\" within " + Durations.human(waited),
                "the thread \"" + thread + "\" of this process holds it and works with the same DatabaseUpgrader",
                "wait until it has finished, or raise maxWait of the LockSettings");
        this.holderPid = GONE;
        this.holderApplicationName = "";
        this.holderSince = null;
    }

    /** Another thread of the same upgrader has its turn. */
    static LockTimeoutException ofThread(String component, Duration waited, String thread) {
        return new LockTimeoutException(component, waited, thread);
    }

    /**
     * {@return the server process of the session that holds the lock; 0 where it was gone when it was asked for, or where the holder is a thread of the same upgrader}
     */
    public int holderPid() {
        return holderPid;
    }

    /** {@return its {@code application_name}; blank where {@link #holderPid()} is 0} */
    public String holderApplicationName() {
        return holderApplicationName;
    }

    /** {@return when its session began; empty where the role may not see it} */
    public Optional<Instant> holderSince() {
        return Optional.ofNullable(holderSince);
    }
}
