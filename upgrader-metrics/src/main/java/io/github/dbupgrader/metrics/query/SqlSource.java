package io.github.dbupgrader.metrics.query;

import javax.sql.DataSource;

/**
 * A data source as the host provides it: where to get connections, and which dialect is spoken there. The credentials are the host's business, inside its {@link DataSource};
 * nothing of them is read, stored or printed here.
 *
 * @param dialect how to talk to the engine
 * @param dataSource gives connections, which only metrics use: their session is cleaned after each query
 */
public record SqlSource(Dialect dialect, DataSource dataSource) {

    /** Names the dialect only: a pool may print its address and user. */
    @Override
    public String toString() {
        return "SqlSource[" + dialect.name() + "]";
    }
}
