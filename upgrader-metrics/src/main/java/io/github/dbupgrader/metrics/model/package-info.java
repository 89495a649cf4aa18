/**
 * What a metric is: its definition as YAML and as stored JSON, its chart, and the metadata of what its query returned.
 *
 * <p>Pure: nothing here knows a database.
 */
@NullMarked
package io.github.dbupgrader.metrics.model;

import org.jspecify.annotations.NullMarked;
