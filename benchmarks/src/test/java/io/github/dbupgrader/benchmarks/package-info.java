/** A short run of every measurement, so that they keep working, and the counts that must not change. */
@NullMarked
package io.github.dbupgrader.benchmarks;

import org.jspecify.annotations.NullMarked;
