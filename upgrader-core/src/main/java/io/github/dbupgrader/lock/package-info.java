/** One upgrader at a time: the key of the upgrade lock, the pace of waiting for it, and who holds it. */
@NullMarked
package io.github.dbupgrader.lock;

import org.jspecify.annotations.NullMarked;
