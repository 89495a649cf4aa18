/**
 * Fixtures shared by the tests: a real PostgreSQL server, one database a test, faults, and what was left behind.
 *
 * <p>Start with {@link io.github.dbupgrader.testing.DatabaseTest}.
 */
package io.github.dbupgrader.testing;
