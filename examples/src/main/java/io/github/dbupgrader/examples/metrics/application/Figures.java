package io.github.dbupgrader.examples.metrics.application;

import java.time.Duration;
import java.util.List;

/**
 * What an instance of the application did and met.
 *
 * @param name its {@code application/version}
 * @param reads how many metrics it read
 * @param edits how many it edited
 * @param longest how long the longest of these took
 * @param complaints what failed, and answers that were wrong
 */
public record Figures(String name, long reads, long edits, Duration longest, List<String> complaints) {

    /** Copies the list. */
    public Figures {
        complaints = List.copyOf(complaints);
    }
}
