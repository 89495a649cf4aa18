/** The parts of the move of metadata out of definitions into a column, and of the way back. */
@NullMarked
package io.github.dbupgrader.metrics.upgrade;

import org.jspecify.annotations.NullMarked;
