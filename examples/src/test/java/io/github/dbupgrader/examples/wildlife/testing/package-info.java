/** Fixtures of the tests: one server for all of them, and a database for each. */
@NullMarked
package io.github.dbupgrader.examples.wildlife.testing;

import org.jspecify.annotations.NullMarked;
