package io.github.dbupgrader.schema;

/** Who is right when one statement gives both columns of a transition, and they contradict each other. */
public enum ConflictPolicy {
    /** The value under the new name stays, and the old column follows it. The default. */
    NEW_WINS,
    /** The value under the old name stays, and the new column follows it. */
    OLD_WINS,
    /** The statement fails with SQLSTATE 23000. */
    RAISE
}
