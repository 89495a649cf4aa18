/**
 * A second host application: energy and dairy data, written by an ingestor and read by an API, which go on while their database is upgraded.
 *
 * <p>Begin with the upgrades in {@link io.github.dbupgrader.examples.energy.upgrades}; {@code service} holds the two services at each of their releases, {@code demo} lets them run.
 */
@NullMarked
package io.github.dbupgrader.examples.energy;

import org.jspecify.annotations.NullMarked;
