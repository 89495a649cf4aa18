/** What would run, and in which order: pure, no database. */
@NullMarked
package io.github.dbupgrader.plan;

import org.jspecify.annotations.NullMarked;
