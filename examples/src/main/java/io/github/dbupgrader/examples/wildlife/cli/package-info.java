/** The command line of the wildlife application. */
@NullMarked
package io.github.dbupgrader.examples.wildlife.cli;

import org.jspecify.annotations.NullMarked;
