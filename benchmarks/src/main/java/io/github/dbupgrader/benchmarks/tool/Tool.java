package io.github.dbupgrader.benchmarks.tool;

import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;

/** Something that brings a database to the version of an application. */
public interface Tool {

    /** {@return its name in the tables} */
    String name();

    /**
     * Does what a build would have done: compiles classes, writes a changelog. Not measured.
     *
     * @param steps what the application brings
     * @return the directory with the result; of no meaning where there is none
     * @throws IOException if that fails
     */
    default Path build(Steps steps) throws IOException {
        return Path.of("");
    }

    /**
     * Gets ready to start. Not measured, except in a cold process.
     *
     * @param built what {@link #build} returned
     * @param steps what the application brings
     * @return what the application does at its start
     * @throws Exception if that fails
     */
    Start open(Path built, Steps steps) throws Exception;

    /**
     * {@return what the application does at its start, built and ready}
     *
     * @param steps what the application brings
     * @throws Exception if that fails
     */
    default Start prepare(Steps steps) throws Exception {
        return open(build(steps), steps);
    }

    /**
     * {@return a tool that shares no state with others in this JVM, as if it ran in a process of its own; this one if it has none to share}
     *
     * @throws IOException if it cannot be made
     */
    default Tool alone() throws IOException {
        return this;
    }

    /** {@return how many connections it needs at once} */
    default int connections() {
        return 1;
    }

    /** What an application does at each start, from configuring the tool to being ready. Measured. */
    @FunctionalInterface
    interface Start {
        /**
         * Does it.
         *
         * @param dataSource gives the connections
         * @throws Exception if that fails
         */
        void on(DataSource dataSource) throws Exception;
    }
}
