package io.github.dbupgrader.architecture.samples.root;

import io.github.dbupgrader.architecture.samples.root.leaf.Leaf;

/** An entry point that is vocabulary, too. */
public interface Entry {
    Leaf leaf();
}
