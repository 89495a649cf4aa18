/** The measurements, one class each, and what they report. */
@NullMarked
package io.github.dbupgrader.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
