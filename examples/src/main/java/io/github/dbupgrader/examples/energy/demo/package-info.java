/** The four scenarios, played on a database that is never left alone. */
@NullMarked
package io.github.dbupgrader.examples.energy.demo;

import org.jspecify.annotations.NullMarked;
