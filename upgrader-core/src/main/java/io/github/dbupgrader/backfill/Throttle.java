package io.github.dbupgrader.backfill;

/**
 * Says whether a backfill may go on now, or shall hold because the database or the application needs its resources for something else.
 *
 * <p>It is asked between batches, while no transaction is open. While it says hold, nothing is locked and no connection is kept. What it cannot know, and what it throws, never stops a
 * backfill: it is reported, and the work goes on. {@link Throttles} has those that come with the library.
 *
 * <p>Implement freely. All workers of an instance ask the same object, so it must be thread-safe; it should answer in well under a second.
 */
public interface Throttle {

    /** {@return what it looks at, in a few words, for the status and the log; always the same} */
    String name();

    /**
     * Looks.
     *
     * @param context the connection to look through, and what is being worked on
     * @return go, hold or unknown
     * @throws Exception whatever comes of looking; it counts as unknown
     */
    Verdict check(ThrottleContext context) throws Exception;
}
