/**
 * A host application with versions 1.0.0 to 1.6.0: strikes of wildlife and aircraft at airports.
 *
 * <p>Begin with the upgrades in {@link io.github.dbupgrader.examples.wildlife.upgrades}; {@code cli} is the command line around them.
 */
@NullMarked
package io.github.dbupgrader.examples.wildlife;

import org.jspecify.annotations.NullMarked;
