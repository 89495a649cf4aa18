package io.github.dbupgrader.acceptance;

import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** An application in one version: it inserts, updates, reads and upserts at full speed, with prepared statements and explicit column lists, in a session that says who it is. */
final class EnergyApplication {

    private final TestDatabase database;
    private final String name;
    private final String column;
    private final int firstId;
    private final Map<Integer, Integer> written = new ConcurrentHashMap<>();
    private final CountDownLatch enough = new CountDownLatch(20);
    private volatile boolean stopped;
    private volatile long longestStallNanos;

    EnergyApplication(TestDatabase database, String name, String column, int firstId) {
        this.database = database;
        this.name = name;
        this.column = column;
        this.firstId = firstId;
    }

    /** Starts it; its future fails with the first statement that fails, and with the first value that is not what was written. */
    Future<Integer> start(Background background) {
        return background.run(this::run);
    }

    /** {@return whether it has begun to work; waits until it has} */
    boolean isAtWork() throws InterruptedException {
        return enough.await(20, TimeUnit.SECONDS);
    }

    void stop() {
        stopped = true;
    }

    Map<Integer, Integer> written() {
        return written;
    }

    long longestStallMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestStallNanos);
    }

    private Integer run() throws SQLException {
        var dataSource = database.dataSource();
        dataSource.setApplicationName(name);
        int rounds = 0;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into fact_energy_hourly (id, device, " + column + ") values (?, 'a', ?)");
                PreparedStatement update = connection.prepareStatement(
                        "update fact_energy_hourly set device = 'b', " + column + " = ? where id = ?");
                PreparedStatement touch =
                        connection.prepareStatement("update fact_energy_hourly set device = 'c' where id = ?");
                PreparedStatement upsert = connection.prepareStatement("insert into fact_energy_hourly (id, device, "
                        + column + ") values (?, 'd', ?) on conflict (id) do update set " + column + " = excluded."
                        + column);
                PreparedStatement read = connection.prepareStatement(
                        "select id, device, " + column + " from fact_energy_hourly where id = ?")) {
            for (; !stopped; rounds++) {
                int id = firstId + rounds;
                int old = 1 + rounds % 1000; // rows that were there before, and belong to this application alone
                int mine = firstId % 2 == 0 ? old * 2 : old * 2 - 1;
                long start = System.nanoTime();
                connection.setAutoCommit(rounds % 2 == 0);
                write(insert, id, rounds);
                write(upsert, id, rounds + 1);
                written.put(id, rounds + 1);
                update.setInt(1, rounds);
                update.setInt(2, mine);
                update.executeUpdate();
                written.put(mine, rounds);
                touch.setInt(1, mine);
                touch.executeUpdate();
                require(read, id, rounds + 1);
                require(read, mine, rounds);
                if (!connection.getAutoCommit()) {
                    connection.commit();
                }
                longestStallNanos = Math.max(longestStallNanos, System.nanoTime() - start);
                enough.countDown();
            }
        }
        return rounds;
    }

    private static void write(PreparedStatement statement, int id, int value) throws SQLException {
        statement.setInt(1, id);
        statement.setInt(2, value);
        statement.executeUpdate();
    }

    private void require(PreparedStatement read, int id, int value) throws SQLException {
        read.setInt(1, id);
        try (ResultSet row = read.executeQuery()) {
            if (!row.next() || row.getInt(3) != value) {
                throw new IllegalStateException(
                        name + " wrote " + value + " into row " + id + " and reads something else");
            }
        }
    }
}
