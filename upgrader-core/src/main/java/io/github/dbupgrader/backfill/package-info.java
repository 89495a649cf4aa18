/** Large data changes in small batches: resumable, shared by all instances, and out of the application's way. */
@NullMarked
package io.github.dbupgrader.backfill;

import org.jspecify.annotations.NullMarked;
