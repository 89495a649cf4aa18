/** What has run: the recorded version, the history, the sub-steps, and the tables that hold them. */
@NullMarked
package io.github.dbupgrader.history;

import org.jspecify.annotations.NullMarked;
