/** Rules about the module as a whole. Each has a sibling test that shows it failing on a bad sample below {@code samples}. */
package io.github.dbupgrader.metrics.architecture;
