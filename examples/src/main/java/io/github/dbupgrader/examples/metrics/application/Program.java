package io.github.dbupgrader.examples.metrics.application;

/** What a release of the application does, over and over. */
@FunctionalInterface
interface Program {

    /** One time; the number tells which. */
    void round(long number, Meter meter) throws Exception;
}
