package io.github.dbupgrader.benchmarks.measure;

import io.github.dbupgrader.benchmarks.server.TestServer;

/** Something that is measured, for all tools side by side. */
public interface Measurement {

    /** {@return the word that chooses it on the command line} */
    String word();

    /**
     * Measures.
     *
     * @param server the server of the run
     * @param settings how much
     * @return what came of it
     * @throws Exception if a tool fails
     */
    Section run(TestServer server, Settings settings) throws Exception;
}
