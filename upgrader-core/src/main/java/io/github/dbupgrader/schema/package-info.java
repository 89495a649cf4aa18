/** Online schema changes: values that know how to be made, undone, and repaired after an interruption. */
@NullMarked
package io.github.dbupgrader.schema;

import org.jspecify.annotations.NullMarked;
