package io.github.dbupgrader.metrics.store;

import java.util.UUID;

/** Decides who may do what. The host's rights are its own affair; the store asks before it does anything. Implement freely. */
@FunctionalInterface
public interface MetricAccess {

    /**
     * Decides about one metric.
     *
     * @param user who asks
     * @param metric which metric; for one that is to be created, the id that it would get
     * @param action what is asked for
     * @return whether it is permitted
     */
    boolean permits(UUID user, UUID metric, Action action);

    /** {@return an access that permits everything to everybody, the default} */
    static MetricAccess everything() {
        return (user, metric, action) -> true;
    }

    /** What somebody may want to do with a metric. */
    enum Action {
        /** See definition, versions, metadata and data. */
        VIEW,
        /** Make a new one. */
        CREATE,
        /** Change definition or status, or restore a version. */
        UPDATE
    }
}
