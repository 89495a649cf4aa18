package io.github.dbupgrader;

/** What a person says about an interrupted sub-step outside a transaction. */
public enum SubStepMark {
    /** Its work is complete: the next start goes on behind it. */
    DONE,
    /** Its work is not done, or was undone by hand: the next start runs it. */
    NOT_DONE
}
