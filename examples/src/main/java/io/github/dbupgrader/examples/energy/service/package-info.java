/** The services of the energy application at each of their releases: an ingestor that writes, and an API that reads. */
@NullMarked
package io.github.dbupgrader.examples.energy.service;

import org.jspecify.annotations.NullMarked;
