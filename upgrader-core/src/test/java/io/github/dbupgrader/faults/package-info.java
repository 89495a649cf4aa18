/**
 * What must be survived: a crash at every statement, many instances that start at once, killed processes, poolers.
 *
 * <p>The tests here start other JVMs ({@link io.github.dbupgrader.faults.ChildJvm}) and take minutes when they run in
 * full, so each has a small form for every build and a full one with the tag {@code long}. The full one can be cut into
 * slices: see {@link io.github.dbupgrader.faults.Slice}.
 */
package io.github.dbupgrader.faults;
