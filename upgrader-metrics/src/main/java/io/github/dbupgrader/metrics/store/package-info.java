/**
 * Metrics in their tables: definitions, their versions, and the metadata of what their queries returned. Works with and
 * without the column {@code data_metadata}, and notices when it comes or goes.
 */
@NullMarked
package io.github.dbupgrader.metrics.store;

import org.jspecify.annotations.NullMarked;
