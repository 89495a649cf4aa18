/** The application at its old and its new release: both read and edit the same metrics. */
@NullMarked
package io.github.dbupgrader.examples.metrics.application;

import org.jspecify.annotations.NullMarked;
