/** The upgrades of the metrics on databases as they were before. */
package io.github.dbupgrader.metrics;
