package io.github.dbupgrader.metrics;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.metrics.query.DataSources;
import io.github.dbupgrader.metrics.query.QueryEngine;
import io.github.dbupgrader.metrics.store.MetricQueries;
import io.github.dbupgrader.metrics.upgrade.MetadataCheck;
import io.github.dbupgrader.metrics.upgrade.MetadataMove;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The upgrades of the metrics: version 1.0.0 makes their tables, and version 1.1.0 moves metadata out of the definitions into the column {@code data_metadata}.
 *
 * <pre>{@code
 * DatabaseUpgrader metrics = MetricUpgrades.upgrader(dataSource, sources);         // a version line of its own, component "metrics"
 * metrics.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));                  // once, where the tables are there already; at "0.0.0" where they are not
 * metrics.upgrade();
 *
 * DatabaseUpgrader.forDataSource(dataSource).applicationVersion("1.5.0")           // or in the host's own line
 *     .register("1.5.0", ONLINE, MetricUpgrades.withDataSources(sources)::moveMetadata)
 *     .registerRollback("1.5.0", ONLINE, MetricUpgrades.withDataSources(sources)::moveMetadataBack);
 * }</pre>
 *
 * <p>By default a metric whose query fails keeps what its definition says, is listed in quarantine, and does not stop the version; queries run within 60 s and return
 * at most 5000 rows; 100 metrics are written in a transaction; a metric without data set fails. Call only. Immutable and thread-safe: each method returns a copy.
 */
public final class MetricUpgrades {

    /** The component of {@link #upgrader}. */
    public static final String COMPONENT = "metrics";

    /** The version to which {@link #upgrader} brings the schema. */
    public static final String VERSION = "1.1.0";

    private final MetadataMove move;

    private MetricUpgrades(MetadataMove move) {
        this.move = move;
    }

    /**
     * Makes the upgrader of the component {@value #COMPONENT}, with all defaults.
     *
     * @param dataSource gives connections to the database of the metrics
     * @param sources where the queries of metrics run
     * @return the upgrader
     */
    public static DatabaseUpgrader upgrader(DataSource dataSource, DataSources sources) {
        return withDataSources(sources).builder(dataSource).build();
    }

    /**
     * Begins with the defaults.
     *
     * @param sources where the queries of metrics run
     * @return upgrades to register
     */
    public static MetricUpgrades withDataSources(DataSources sources) {
        return withQueries(MetricQueries.of(QueryEngine.builder(sources).build()));
    }

    /**
     * Begins with the defaults, but for what runs the queries.
     *
     * @param queries runs them, such as {@link MetricQueries#of} an engine with other limits
     * @return upgrades to register
     */
    public static MetricUpgrades withQueries(MetricQueries queries) {
        return new MetricUpgrades(MetadataMove.of(queries));
    }

    /**
     * Looks what is left to do, and whether what is there fits: see {@link MetadataCheck}.
     *
     * @param dataSource gives connections to the database of the metrics, with or without the column
     * @return what it found
     * @throws io.github.dbupgrader.metrics.model.MetricException if the database fails
     */
    public static MetadataCheck check(DataSource dataSource) {
        return MetadataCheck.of(dataSource);
    }

    /**
     * {@return a copy for which metrics that name no data set run on this one}
     *
     * <p>It is a part of what is declared: to change it while the upgrade is unfinished, roll that back first.
     *
     * @param id its key in {@code datasets}
     */
    public MetricUpgrades defaultDataset(UUID id) {
        return new MetricUpgrades(move.defaultDataset(id));
    }

    /**
     * {@return a copy that stops before anything is taken out of the definitions, as long as one metric that is not deleted has no metadata of its query}
     *
     * <p>Mend the metrics that the error and the quarantine name, or delete them, and call {@code upgrade()} again: it tries them again, and goes on. A dry run, which
     * computes a hundred metrics only, stops there, too, where there are more.
     */
    public MetricUpgrades strict() {
        return new MetricUpgrades(move.strict());
    }

    /**
     * {@return a copy whose backfills run otherwise: in other batches, with several workers, held by throttles or outside a time of day}
     *
     * @param settings the default is 100 metrics in a transaction, one worker, and no limit for the quarantine
     */
    public MetricUpgrades settings(BackfillSettings settings) {
        return new MetricUpgrades(move.settings(settings));
    }

    /**
     * {@return a copy that reads another number of rows at most of each query}
     *
     * @param rows above 0; the default is 5000, as in a {@link io.github.dbupgrader.metrics.store.MetricStore}
     * @throws io.github.dbupgrader.metrics.model.MetricException if it is not above 0
     */
    public MetricUpgrades rowLimit(int rows) {
        return new MetricUpgrades(move.rowLimit(rows));
    }

    /**
     * Begins the upgrader of the component {@value #COMPONENT}, for hosts that add listeners, another schema, or settings of the lock. An empty database is upgraded
     * from 0.0.0.
     *
     * @param dataSource gives connections to the database of the metrics
     * @return the builder, with component, version, upgrades and rollback
     */
    public DatabaseUpgraderBuilder builder(DataSource dataSource) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .component(COMPONENT)
                .applicationVersion(VERSION)
                .upgradeEmptyDatabases()
                .register(new MetricVersions(this));
    }

    /**
     * Makes the tables as they are before the move. TRANSACTIONAL or ONLINE.
     *
     * @param upgrade the context
     */
    public void createTables(UpgradeContext upgrade) {
        move.createTables(upgrade);
    }

    /**
     * Declares the whole move: column, backfill, index, verification, and the removal of the lists from the definitions. ONLINE; {@code compatibleFrom} may be the version
     * before, since readers never needed the list.
     *
     * @param upgrade the context
     */
    public void moveMetadata(UpgradeContext upgrade) {
        move.expand(upgrade);
        move.contract(upgrade);
    }

    /**
     * Declares the way back of {@link #moveMetadata}: the lists into the definitions again, index and column away. ONLINE.
     *
     * @param rollback the context
     */
    public void moveMetadataBack(UpgradeContext rollback) {
        move.contractBack(rollback);
        move.expandBack(rollback);
    }

    /**
     * Declares the first half of the move, for a fleet that pauses before the second: column, backfill, index. ONLINE.
     *
     * @param upgrade the context
     */
    public void expandMetadata(UpgradeContext upgrade) {
        move.expand(upgrade);
    }

    /**
     * Declares the way back of {@link #expandMetadata}. ONLINE.
     *
     * @param rollback the context
     */
    public void expandMetadataBack(UpgradeContext rollback) {
        move.expandBack(rollback);
    }

    /**
     * Declares the second half, for a later version: a backfill of what old applications edited meanwhile, verification, and the removal of the lists. ONLINE.
     *
     * @param upgrade the context
     */
    public void contractMetadata(UpgradeContext upgrade) {
        move.catchUp(upgrade);
        move.contract(upgrade);
    }

    /**
     * Declares the way back of {@link #contractMetadata}: the lists into the definitions again. Column and index stay. ONLINE.
     *
     * @param rollback the context
     */
    public void contractMetadataBack(UpgradeContext rollback) {
        move.contractBack(rollback);
    }

    MetadataMove move() {
        return move;
    }
}
