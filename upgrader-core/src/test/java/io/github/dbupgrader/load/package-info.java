/**
 * What applications notice of a change: several versions of them read and write at full speed, in sessions of their own, while the schema is changed under them.
 */
package io.github.dbupgrader.load;
