/** Versions: the strict {@code X.Y.Z} of schemas and upgrades, and the freer text of an application. */
@NullMarked
package io.github.dbupgrader.version;

import org.jspecify.annotations.NullMarked;
