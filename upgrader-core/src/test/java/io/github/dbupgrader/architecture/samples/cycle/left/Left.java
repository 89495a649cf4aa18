package io.github.dbupgrader.architecture.samples.cycle.left;

import io.github.dbupgrader.architecture.samples.cycle.right.Right;

/** Half of a cycle. */
public interface Left {
    Right right();
}
