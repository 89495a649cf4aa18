package io.github.dbupgrader.examples.energy.service;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/** All instances of all services, running and stopped. For one thread. Call only. */
public final class Fleet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final String url;
    private final Feed feed;
    private final Journal journal = new Journal();
    private final List<Instance> instances = new ArrayList<>();

    /**
     * Creates one on a database at 1.0.0, without instances.
     *
     * @param url the database
     * @throws SQLException if the last readings cannot be read
     */
    public Fleet(String url) throws SQLException {
        this.url = url;
        this.feed = new Feed(means(url));
    }

    private static List<Double> means(String url) throws SQLException {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select avg(energy_kwh) from fact_energy_hourly where ts >= timestamp '2017-01-01'
                        group by device_id order by device_id
                        """)) {
            List<Double> means = new ArrayList<>();
            while (rows.next()) {
                means.add(rows.getDouble(1));
            }
            return means;
        }
    }

    /**
     * {@return a new instance of the ingestor, which runs}
     *
     * @param version its release
     */
    public Instance startIngestor(String version) {
        return add(Instance.start("energy-ingestor/" + version, url, new Ingestor(Release.of(version), feed, journal)));
    }

    /**
     * {@return a new instance of the API, which runs}
     *
     * @param version its release
     */
    public Instance startApi(String version) {
        return add(Instance.start("energy-api/" + version, url, new Api(Release.of(version), journal)));
    }

    private Instance add(Instance instance) {
        instances.add(instance);
        return instance;
    }

    /**
     * Waits until each instance that runs has made its round some more times.
     *
     * @param rounds how many times
     */
    public void awaitRounds(int rounds) {
        Map<Instance, Long> goals = new HashMap<>();
        instances.stream().filter(Instance::isRunning).forEach(i -> goals.put(i, i.rounds() + rounds));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (goals.entrySet().stream().anyMatch(goal -> goal.getKey().rounds() < goal.getValue())) {
            if (System.nanoTime() > deadline || !goals.keySet().stream().allMatch(Instance::isRunning)) {
                throw new IllegalStateException("a service does not go on: " + figures());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** {@return what has been written} */
    public Journal journal() {
        return journal;
    }

    /** {@return what all instances did and met so far, in the order in which they were started} */
    public List<Figures> figures() {
        return instances.stream().map(Instance::figures).toList();
    }

    /** Stops all instances. */
    public void stop() {
        instances.forEach(Instance::stop);
    }

    @Override
    public void close() {
        stop();
    }
}
