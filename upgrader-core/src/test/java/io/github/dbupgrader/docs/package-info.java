/** The documentation is true: its code compiles and runs, its tables are those of the code. */
@NullMarked
package io.github.dbupgrader.docs;

import org.jspecify.annotations.NullMarked;
