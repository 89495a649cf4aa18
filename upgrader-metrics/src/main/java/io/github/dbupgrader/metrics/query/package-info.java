/**
 * The one way in which metrics are queried: one read-only statement, its rows and their metadata together, within limits of rows and time. What engines do differently
 * stands in their {@link io.github.dbupgrader.metrics.query.Dialect}.
 */
@NullMarked
package io.github.dbupgrader.metrics.query;

import org.jspecify.annotations.NullMarked;
