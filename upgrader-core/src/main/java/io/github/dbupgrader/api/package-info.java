/** What you import to write an upgrade: annotations, the context, and values for upgrades written as lambdas. */
@NullMarked
package io.github.dbupgrader.api;

import org.jspecify.annotations.NullMarked;
