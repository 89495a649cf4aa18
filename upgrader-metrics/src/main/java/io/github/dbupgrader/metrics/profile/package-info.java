/**
 * What the rows of a result say about their columns: types, extremes, NULLs and distinct values, found in one pass whose memory does not depend on
 * the number of rows.
 */
@NullMarked
package io.github.dbupgrader.metrics.profile;

import org.jspecify.annotations.NullMarked;
