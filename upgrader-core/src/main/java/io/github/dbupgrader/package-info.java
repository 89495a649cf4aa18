/**
 * Keeps a PostgreSQL database at the version of the application that uses it.
 *
 * <p>Begin with {@link io.github.dbupgrader.DatabaseUpgrader}. This package puts everything together: it imports all the others, and none of them imports it.
 */
@NullMarked
package io.github.dbupgrader;

import org.jspecify.annotations.NullMarked;
