/** The data, and metrics over it as six generations of an application stored them. */
@NullMarked
package io.github.dbupgrader.examples.metrics.workspace;

import org.jspecify.annotations.NullMarked;
