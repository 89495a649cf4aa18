package io.github.dbupgrader.testing;

/** What a {@link FaultyDataSource} does instead of, or just before, one round trip. */
public enum Fault {
    /** The server ends the session; the statement is sent to a dead connection. */
    KILL_BACKEND,
    /** The call throws an {@link java.sql.SQLException} of no retryable kind; nothing is sent. */
    THROW,
    /** This JVM halts, without shutdown hooks, with exit code {@link FaultyDataSource#HALTED}; nothing is sent. */
    HALT
}
