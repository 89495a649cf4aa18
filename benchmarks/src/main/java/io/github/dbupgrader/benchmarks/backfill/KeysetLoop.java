package io.github.dbupgrader.benchmarks.backfill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The barest loop along the key, with the keys known beforehand, no position kept and no second look: what batches cost on this server whoever sends them.
 *
 * <p>In one transaction it shows what the commits between batches cost: from then on the server tries to clean the indexes of the dead versions while it adds the new ones.
 */
final class KeysetLoop implements Contender {

    /** So many rows a batch. */
    static final int BATCH = 5_000;

    private static final double NANOS_PER_MILLI = 1e6;

    private final boolean oneTransaction;
    private final List<Double> millis = new ArrayList<>();

    private KeysetLoop(boolean oneTransaction) {
        this.oneTransaction = oneTransaction;
    }

    /** Each batch is a transaction. */
    static KeysetLoop committing() {
        return new KeysetLoop(false);
    }

    /** All batches are one transaction, which nobody would do to an application. */
    static KeysetLoop inOneTransaction() {
        return new KeysetLoop(true);
    }

    @Override
    public String name() {
        return oneTransaction ? "the same loop in one transaction" : "loop: where id > … and id <= … + " + BATCH;
    }

    /** {@return how long each batch of the last run took} */
    List<Double> millis() {
        return List.copyOf(millis);
    }

    @Override
    public long fill(DataSource dataSource, long rows) throws Exception {
        long done = 0;
        millis.clear();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("update orders set %s where id > ? and id <= ? and %s"
                                .formatted(Orders.ASSIGNMENT, Orders.PENDING))) {
            connection.setAutoCommit(!oneTransaction);
            for (long after = 0; after < rows; after += BATCH) {
                long start = System.nanoTime();
                statement.setLong(1, after);
                statement.setLong(2, after + BATCH);
                done += statement.executeUpdate();
                millis.add((System.nanoTime() - start) / NANOS_PER_MILLI);
            }
            if (oneTransaction) {
                connection.commit();
            }
        }
        return done;
    }
}
