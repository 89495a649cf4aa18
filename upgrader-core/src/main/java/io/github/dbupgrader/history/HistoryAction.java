package io.github.dbupgrader.history;

import java.util.Locale;

/** What a history row is about. Public for the library's other packages; not API. */
public enum HistoryAction {
    /** The version was recorded without running anything. */
    INITIALISE,
    /** The version went up without an upgrade. */
    STAMP,
    /** An upgrade ran. */
    UPGRADE,
    /** An ONLINE upgrade began. */
    START,
    /** A sub-step ran. */
    SUB_STEP,
    /** A rollback ran. */
    ROLLBACK,
    /** A finished sub-step was undone. */
    REVERT,
    /** A person said that a sub-step is done, or not. */
    MARK;

    /** {@return the word in the table} */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * {@return the action of a word in the table}
     *
     * @param word the word
     */
    static HistoryAction ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
