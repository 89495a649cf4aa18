/** What the library throws: one root exception, and a code for each kind of failure. */
@NullMarked
package io.github.dbupgrader.error;

import org.jspecify.annotations.NullMarked;
