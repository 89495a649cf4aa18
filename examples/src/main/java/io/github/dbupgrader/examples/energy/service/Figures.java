package io.github.dbupgrader.examples.energy.service;

import java.time.Duration;
import java.util.List;

/**
 * What an instance of a service did and met.
 *
 * @param name its {@code service/version}
 * @param statements how many statements it ran
 * @param longest how long the longest took
 * @param complaints statements that failed, and answers that were wrong
 */
public record Figures(String name, long statements, Duration longest, List<String> complaints) {

    /** Copies the list. */
    public Figures {
        complaints = List.copyOf(complaints);
    }
}
