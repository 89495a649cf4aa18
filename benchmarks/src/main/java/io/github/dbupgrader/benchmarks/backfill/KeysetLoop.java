package io.github.dbupgrader.benchmarks.backfill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import javax.sql.DataSource;

/** The barest loop along the key, with the keys known beforehand, no position kept and no second look: what batches cost on this server whoever sends them. */
final class KeysetLoop implements Contender {

    private static final int BATCH = 5_000;

    @Override
    public String name() {
        return "loop: where id > … and id <= … + " + BATCH;
    }

    @Override
    public long fill(DataSource dataSource, long rows) throws Exception {
        long done = 0;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("update orders set %s where id > ? and id <= ? and %s"
                                .formatted(Orders.ASSIGNMENT, Orders.PENDING))) {
            for (long after = 0; after < rows; after += BATCH) {
                statement.setLong(1, after);
                statement.setLong(2, after + BATCH);
                done += statement.executeUpdate();
            }
        }
        return done;
    }
}
