package io.github.dbupgrader.metrics.architecture.samples.order;

/** The root of the sample. */
public class Top {}
