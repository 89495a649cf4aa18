/** The only door to the database: observed connections, statements, identifiers, scripts, and how long to wait for locks. */
@NullMarked
package io.github.dbupgrader.sql;

import org.jspecify.annotations.NullMarked;
