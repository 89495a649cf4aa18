package io.github.dbupgrader.metrics.architecture.samples.order.model;

import io.github.dbupgrader.metrics.architecture.samples.order.Top;
import io.github.dbupgrader.metrics.architecture.samples.order.store.High;

/** Imports what stands to its right, and the root. */
public class Low {
    High high = new High();
    Top top = new Top();
}
