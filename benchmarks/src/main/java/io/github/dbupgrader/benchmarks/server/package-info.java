/** The PostgreSQL server of a run, and a proxy before it that counts. */
@NullMarked
package io.github.dbupgrader.benchmarks.server;

import org.jspecify.annotations.NullMarked;
