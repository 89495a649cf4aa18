package io.github.dbupgrader.metrics.architecture.samples.order.store;

import io.github.dbupgrader.metrics.architecture.samples.order.model.Low;

/** May import what stands to its left. */
public class High {
    public Class<?> low = Low.class;
}
