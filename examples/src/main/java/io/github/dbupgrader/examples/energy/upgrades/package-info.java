/** The upgrades of the energy application, one class for each scenario. */
@NullMarked
package io.github.dbupgrader.examples.energy.upgrades;

import org.jspecify.annotations.NullMarked;
