package io.github.dbupgrader.api;

/** What happens to an upgrade that lies at or below the recorded version and never ran, because it was merged late. */
public enum MissedPolicy {
    /** {@code upgrade()} refuses and names it. The default. */
    REFUSE,
    /** It runs now, before the pending ones; the recorded version stays. */
    RUN,
    /** It is left out, with a warning in the log and in the result. */
    WARN
}
