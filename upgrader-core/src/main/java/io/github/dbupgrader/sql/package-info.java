/** The only door to the database: observed connections, identifiers, scripts, and how long to wait for locks. */
@NullMarked
package io.github.dbupgrader.sql;

import org.jspecify.annotations.NullMarked;
