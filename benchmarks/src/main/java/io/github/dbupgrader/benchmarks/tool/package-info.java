/** The tools that are compared, each behind one interface, and the steps that they apply. */
@NullMarked
package io.github.dbupgrader.benchmarks.tool;

import org.jspecify.annotations.NullMarked;
