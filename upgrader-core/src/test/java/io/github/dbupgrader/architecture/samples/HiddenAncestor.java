package io.github.dbupgrader.architecture.samples;

/** Hidden, but what is public in it is inherited. */
abstract class HiddenAncestor<T> {
    abstract T self();

    public T itself(String name) {
        return self();
    }
}
