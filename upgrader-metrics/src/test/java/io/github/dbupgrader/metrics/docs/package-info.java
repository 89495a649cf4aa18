/** Pages that are made from the code. */
package io.github.dbupgrader.metrics.docs;
