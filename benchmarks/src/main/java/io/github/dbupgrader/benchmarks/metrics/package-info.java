/** What the metadata of metrics costs: reading it off rows, asking an engine for it, storing it, and moving it into its column. */
@NullMarked
package io.github.dbupgrader.benchmarks.metrics;

import org.jspecify.annotations.NullMarked;
