/** A durable sub-step of an ONLINE upgrade, as a value. */
@NullMarked
package io.github.dbupgrader.step;

import org.jspecify.annotations.NullMarked;
