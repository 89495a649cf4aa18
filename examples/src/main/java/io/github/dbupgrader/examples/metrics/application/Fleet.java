package io.github.dbupgrader.examples.metrics.application;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.metrics.store.MetricQueries;
import io.github.dbupgrader.metrics.store.MetricStore;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** One instance of the old release and one of the new one, at work on the same metrics. Call only. */
public final class Fleet implements AutoCloseable {

    private static final int CONNECTIONS = 2;

    private final Edits edits = new Edits();
    private final HikariDataSource oldPool;
    private final HikariDataSource newPool;
    private final MetricStore store;
    private final List<Instance> instances;

    /**
     * Starts both.
     *
     * @param url the database
     * @param queries what runs the queries of metrics
     * @param user who edits
     * @param metrics what they work with
     */
    public Fleet(String url, MetricQueries queries, UUID user, List<UUID> metrics) {
        oldPool = pool(url, OldRelease.NAME);
        newPool = pool(url, NewRelease.NAME);
        store = MetricStore.builder(newPool, queries).build();
        instances = List.of(
                Instance.start(OldRelease.NAME, new OldRelease(oldPool, metrics, edits)),
                Instance.start(NewRelease.NAME, new NewRelease(store, user, metrics, edits)));
    }

    private static HikariDataSource pool(String url, String name) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName(name);
        config.setMaximumPoolSize(CONNECTIONS);
        config.addDataSourceProperty("ApplicationName", name);
        return new HikariDataSource(config);
    }

    /**
     * Waits until both have made their rounds some more times.
     *
     * @param rounds how many times
     */
    public void awaitRounds(int rounds) {
        instances.forEach(instance -> instance.awaitRounds(rounds));
    }

    /** {@return the store of the new release} */
    public MetricStore store() {
        return store;
    }

    /** {@return what both have edited} */
    public List<Edits.Edit> edits() {
        return edits.committed();
    }

    /** {@return what both did and met so far} */
    public List<Figures> figures() {
        return instances.stream().map(Instance::figures).toList();
    }

    /** {@return who works} */
    public String names() {
        return instances.stream().map(Instance::name).collect(Collectors.joining(", "));
    }

    /** Stops both. */
    public void stop() {
        instances.forEach(Instance::stop);
    }

    @Override
    public void close() {
        stop();
        oldPool.close();
        newPool.close();
    }
}
