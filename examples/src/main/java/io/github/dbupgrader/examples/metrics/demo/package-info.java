/** The way of the workspace: up, a look at everything, and back. */
@NullMarked
package io.github.dbupgrader.examples.metrics.demo;

import org.jspecify.annotations.NullMarked;
