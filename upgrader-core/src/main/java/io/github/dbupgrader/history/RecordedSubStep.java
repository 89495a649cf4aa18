package io.github.dbupgrader.history;

import io.github.dbupgrader.version.SchemaVersion;

/**
 * A sub-step as it is recorded.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param position its place among the sub-steps, from 1
 * @param name its name
 * @param kind how it runs, as a word
 * @param checksum the digest of its declaration when it began
 * @param state how far it came
 * @param compatibleBefore {@code compatible_from} before its upgrade began
 */
public record RecordedSubStep(
        int position, String name, String kind, String checksum, State state, SchemaVersion compatibleBefore) {

    /** How far a sub-step came. */
    public enum State {
        /** It was begun, and nobody recorded its end. */
        STARTED,
        /** It is finished. */
        DONE,
        /** A person said that it is not done, so that it runs again. */
        NOT_DONE
    }

    /** {@return whether it is finished} */
    public boolean isDone() {
        return state == State.DONE;
    }

    /** {@return whether it was begun and not finished} */
    public boolean isInterrupted() {
        return state == State.STARTED;
    }
}
