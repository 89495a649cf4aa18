package io.github.dbupgrader.benchmarks.backfill;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.benchmarks.measure.Check;
import io.github.dbupgrader.benchmarks.measure.Sample;
import io.github.dbupgrader.benchmarks.server.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Whether a batch costs the same however many rows were done before. A hundred chunks of equal size, without an application, so that nothing else changes; the library's
 * own table tells when each was done.
 */
final class EvenBatches {

    private static final int CHUNKS = 100;
    private static final int TENTH = 10;
    private static final int BATCHES_A_CHUNK = 2;

    private final TestServer server;
    private final Orders orders;

    EvenBatches(TestServer server, Orders orders) {
        this.server = server;
        this.orders = orders;
    }

    /** {@return the median time of the last tenth of the chunks, as a multiple of the first tenth's} */
    double growth() throws Exception {
        int chunkRows = Math.toIntExact(Math.max(BATCHES_A_CHUNK, orders.rows() / CHUNKS));
        UpgraderBackfill contender = UpgraderBackfill.even(chunkRows / BATCHES_A_CHUNK, chunkRows);
        String database = orders.copy();
        List<Double> millis;
        try (HikariDataSource pool = server.pool(database, contender.connections())) {
            contender.prepare(pool);
            Check.number("rows done in even batches", orders.rows(), contender.fill(pool, orders.rows()));
            millis = millisOfChunks(pool);
        }
        server.dropDatabase(database);
        Check.number("chunks", CHUNKS, millis.size());
        return growth(millis);
    }

    /** {@return the same of the loop along the key, which costs what batches cost on this server} */
    double growthOfLoop() throws Exception {
        KeysetLoop loop = KeysetLoop.committing();
        String database = orders.copy();
        try (HikariDataSource pool = server.pool(database, loop.connections())) {
            Check.number("rows done by the loop", orders.rows(), loop.fill(pool, orders.rows()));
        }
        server.dropDatabase(database);
        return growth(loop.millis());
    }

    private static double growth(List<Double> millis) {
        int tenth = Math.max(1, millis.size() / TENTH);
        return median(millis.subList(millis.size() - tenth, millis.size())) / median(millis.subList(0, tenth));
    }

    private static double median(List<Double> values) {
        Sample sample = new Sample();
        values.forEach(sample::add);
        return sample.median();
    }

    private static List<Double> millisOfChunks(DataSource dataSource) throws SQLException {
        List<Double> millis = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select extract(epoch from c.updated_at - coalesce(lag(c.updated_at) over (order by c.chunk), b.started_at)) * 1000
                        from database_backfill_chunks c join database_backfills b using (component, name)
                        where c.kind = 'RANGE' and c.pass = 1 order by c.chunk""")) {
            while (row.next()) {
                millis.add(row.getDouble(1));
            }
        }
        return millis;
    }
}
