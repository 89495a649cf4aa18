/** The upgrades of the wildlife application, one class for each version. */
@NullMarked
package io.github.dbupgrader.examples.wildlife.upgrades;

import org.jspecify.annotations.NullMarked;
