/** How the examples write values and tables on a terminal. */
@NullMarked
package io.github.dbupgrader.examples.text;

import org.jspecify.annotations.NullMarked;
