/** Fixtures of the tests of several packages. */
package io.github.dbupgrader.metrics.testing;
