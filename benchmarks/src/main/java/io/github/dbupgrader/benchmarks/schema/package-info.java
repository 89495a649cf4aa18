/** What an application notices of schema changes: this library's, and the plain statements for the same end. */
@NullMarked
package io.github.dbupgrader.benchmarks.schema;

import org.jspecify.annotations.NullMarked;
