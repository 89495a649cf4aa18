package io.github.dbupgrader.metrics.query;

import org.postgresql.ds.PGSimpleDataSource;

/** A program of its own, so that its heap can be small: profiles a query and prints how many rows it had. */
public final class ProfilingProcess {

    private ProfilingProcess() {}

    /** Arguments: URL, user, password, SQL. */
    public static void main(String[] arguments) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(arguments[0]);
        dataSource.setUser(arguments[1]);
        dataSource.setPassword(arguments[2]);
        QueryResult result = Shop.engine(new PostgresDialect(), dataSource)
                .run(Shop.ID, MetricQuery.of(arguments[3]).withoutRows());
        System.out.println("rows=" + result.metadata().rowCount().orElseThrow());
    }
}
