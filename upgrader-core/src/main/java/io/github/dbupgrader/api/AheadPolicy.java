package io.github.dbupgrader.api;

/** What happens when the application is older than the schema allows. */
public enum AheadPolicy {
    /** {@code upgrade()} and {@code validate()} throw. The default. */
    FAIL,
    /** They log a warning and change nothing: the application runs at its own risk. */
    WARN
}
