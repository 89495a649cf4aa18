/** Large data changes: one UPDATE, this library, and what people write by hand, on the same table. */
@NullMarked
package io.github.dbupgrader.benchmarks.backfill;

import org.jspecify.annotations.NullMarked;
