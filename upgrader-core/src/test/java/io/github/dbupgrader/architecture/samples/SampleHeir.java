package io.github.dbupgrader.architecture.samples;

/** Shows more than it declares. */
public class SampleHeir extends HiddenAncestor<SampleHeir> {
    @Override
    SampleHeir self() {
        return this;
    }
}
