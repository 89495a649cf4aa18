package io.github.dbupgrader.benchmarks.backfill;

import io.github.dbupgrader.benchmarks.server.Sql;
import javax.sql.DataSource;

/** One statement for all rows, in one transaction: the limit, and what nobody does while an application runs. */
final class OneUpdate implements Contender {

    static final String NAME = "one UPDATE";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long fill(DataSource dataSource, long rows) throws Exception {
        Sql.execute(dataSource, "update orders set " + Orders.ASSIGNMENT + " where " + Orders.PENDING);
        return rows;
    }
}
