package io.github.dbupgrader.benchmarks.backfill;

import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** The loop that needs no position: the next rows that are still null. Each of its statements goes past all rows that are done. Ends after a minute. */
final class PredicateLoop implements Contender {

    private static final int BATCH = 5_000;
    private static final long ENOUGH_NANOS = TimeUnit.MINUTES.toNanos(1);

    @Override
    public String name() {
        return "loop: where " + Orders.PENDING + " limit " + BATCH;
    }

    @Override
    public long fill(DataSource dataSource, long rows) throws Exception {
        long end = System.nanoTime() + ENOUGH_NANOS;
        long done = 0;
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            int changed;
            do {
                changed = statement.executeUpdate(
                        "update orders set %s where id in (select id from orders where %s limit %d)"
                                .formatted(Orders.ASSIGNMENT, Orders.PENDING, BATCH));
                done += changed;
            } while (changed > 0 && System.nanoTime() < end);
        }
        return done;
    }
}
