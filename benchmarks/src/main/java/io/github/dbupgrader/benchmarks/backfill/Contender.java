package io.github.dbupgrader.benchmarks.backfill;

import javax.sql.DataSource;

/** A way to fill the new column. */
interface Contender {

    /** {@return what it is called in the tables} */
    String name();

    /**
     * {@return how many connections it needs}
     */
    default int connections() {
        return 1;
    }

    /**
     * Makes ready what is not to be timed.
     *
     * @param dataSource gives the connections
     */
    default void prepare(DataSource dataSource) throws Exception {}

    /**
     * Fills it.
     *
     * @param dataSource gives the connections
     * @param rows how many rows there are
     * @return how many rows it filled, from the first on
     */
    long fill(DataSource dataSource, long rows) throws Exception;
}
