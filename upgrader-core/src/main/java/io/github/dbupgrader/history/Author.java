package io.github.dbupgrader.history;

/**
 * Who writes history rows, as far as the server cannot know it.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param host the host on which the application runs
 * @param applicationVersion the application's version, as it was given
 * @param libraryVersion the version of this library
 */
public record Author(String host, String applicationVersion, String libraryVersion) {}
