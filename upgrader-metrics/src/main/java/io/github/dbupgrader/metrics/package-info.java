/** The upgrades that the metrics bring along: their tables, and the move of metadata out of definitions into a column. */
@NullMarked
package io.github.dbupgrader.metrics;

import org.jspecify.annotations.NullMarked;
