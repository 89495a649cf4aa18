package io.github.dbupgrader.architecture.samples.cycle.right;

import io.github.dbupgrader.architecture.samples.cycle.left.Left;

/** Half of a cycle. */
public interface Right {
    Left left();
}
