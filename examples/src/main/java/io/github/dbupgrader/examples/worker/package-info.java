/** Threads that work as the instances of a service do. */
@NullMarked
package io.github.dbupgrader.examples.worker;

import org.jspecify.annotations.NullMarked;
