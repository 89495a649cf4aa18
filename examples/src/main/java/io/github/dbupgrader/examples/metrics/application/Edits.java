package io.github.dbupgrader.examples.metrics.application;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What all instances edited, outside the database, so that the database can be held to it. Safe for use by several threads. Call only. */
public final class Edits {

    private final List<Edit> committed = new ArrayList<>();

    /** Makes an empty one. */
    public Edits() {}

    /**
     * A description that was committed, and is like no other.
     *
     * @param metric of which metric
     * @param description what it became
     */
    public record Edit(UUID metric, String description) {}

    synchronized void committed(UUID metric, String description) {
        committed.add(new Edit(metric, description));
    }

    /** {@return all edits of which the database said that they are committed; each must be a version} */
    public synchronized List<Edit> committed() {
        return List.copyOf(committed);
    }
}
