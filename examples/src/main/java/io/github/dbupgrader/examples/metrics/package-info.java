/**
 * A third host application: metrics over wildlife and weather, whose metadata moves out of their definitions while they are read and edited.
 *
 * <p>{@code workspace} makes the metrics as they were stored before; {@code application} is the host before and after; {@code demo} lets both run.
 */
@NullMarked
package io.github.dbupgrader.examples.metrics;

import org.jspecify.annotations.NullMarked;
