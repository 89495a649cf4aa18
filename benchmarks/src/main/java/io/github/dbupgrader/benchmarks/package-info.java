/** Side-by-side runs of this library, Flyway, Liquibase and plain JDBC on one embedded PostgreSQL server. */
@NullMarked
package io.github.dbupgrader.benchmarks;

import org.jspecify.annotations.NullMarked;
