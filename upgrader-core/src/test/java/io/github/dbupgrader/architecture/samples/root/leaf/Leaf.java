package io.github.dbupgrader.architecture.samples.root.leaf;

import io.github.dbupgrader.architecture.samples.root.Entry;

/** Imports the root. */
public interface Leaf {
    Entry entry();
}
