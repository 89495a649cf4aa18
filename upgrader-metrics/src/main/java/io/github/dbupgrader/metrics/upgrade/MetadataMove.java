package io.github.dbupgrader.metrics.upgrade;

import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillRow;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.Pace;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.store.MetricQueries;
import io.github.dbupgrader.schema.Index;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.postgresql.util.PGobject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of the move, to be declared in the order in which they stand here.
 *
 * <p>Each part looks at the row to know whether it has been done, never at time or order: a definition loses its list only where the column holds metadata of its very SQL, so that
 * whatever old applications edit meanwhile is found again, by the next pass of the backfill, by {@link #catchUp}, or by the removal, which then leaves the row alone.
 *
 * <p>Public for the root of the module; not API.
 */
public final class MetadataMove {

    /** The backfill that computes metadata; in quarantine are the metrics that failed. */
    public static final String BACKFILL = "metric metadata";

    /** The backfill that computes it for what was edited between the halves of the move. */
    public static final String CATCH_UP = "metric metadata of later edits";

    /** The backfill that takes the lists out; in quarantine are the metrics that keep theirs. */
    public static final String REMOVAL = "lists out of metric definitions";

    /** The backfill of the way back that makes lists again. */
    public static final String RETURN = "lists into metric definitions";

    /** The backfill of the way back that takes out of versions what the first one put there. */
    public static final String CLEANING = "metadata out of metric versions";

    /** The backfill in the background, for metrics that were mended after the move. */
    public static final String MENDED = "metadata of mended metrics";

    private static final Logger LOG = LoggerFactory.getLogger(MetadataMove.class);
    private static final String VERIFICATION = "verify metric metadata";
    private static final BackfillSettings SETTINGS =
            BackfillSettings.defaults().pace(Pace.defaults().fixed(100)).quarantineLimit(Integer.MAX_VALUE);

    private final MetricQueries queries;
    private final Optional<UUID> defaultDataset;
    private final boolean strict;
    private final BackfillSettings settings;
    private final int rowLimit;

    private MetadataMove(
            MetricQueries queries,
            Optional<UUID> defaultDataset,
            boolean strict,
            BackfillSettings settings,
            int rowLimit) {
        this.queries = Objects.requireNonNull(queries, "queries");
        this.defaultDataset = defaultDataset;
        this.strict = strict;
        this.settings = Objects.requireNonNull(settings, "settings");
        this.rowLimit = rowLimit;
    }

    /**
     * {@return a move with all defaults}
     *
     * @param queries runs the queries of metrics
     */
    public static MetadataMove of(MetricQueries queries) {
        return new MetadataMove(queries, Optional.empty(), false, SETTINGS, 5000);
    }

    /**
     * {@return a copy with a data set for metrics that name none}
     *
     * @param dataset its key
     */
    public MetadataMove defaultDataset(UUID dataset) {
        return new MetadataMove(queries, Optional.of(dataset), strict, settings, rowLimit);
    }

    /** {@return a copy that stops where a metric has no metadata} */
    public MetadataMove strict() {
        return new MetadataMove(queries, defaultDataset, true, settings, rowLimit);
    }

    /**
     * {@return a copy whose backfills run otherwise}
     *
     * @param how how they run
     */
    public MetadataMove settings(BackfillSettings how) {
        return new MetadataMove(queries, defaultDataset, strict, how, rowLimit);
    }

    /**
     * {@return a copy with another limit}
     *
     * @param rows how many rows of a query are read at most
     * @throws io.github.dbupgrader.metrics.model.MetricException if it is not above 0
     */
    public MetadataMove rowLimit(int rows) {
        if (rows < 1) {
            throw UpgradeErrors.rowLimitTooSmall(rows);
        }
        return new MetadataMove(queries, defaultDataset, strict, settings, rows);
    }

    /**
     * Makes the tables as they are before the move.
     *
     * @param upgrade the context
     */
    public void createTables(UpgradeContext upgrade) {
        upgrade.script("/io/github/dbupgrader/metrics/upgrade/1.0.0.sql");
    }

    /**
     * Declares what old applications do not notice: column, backfill, index.
     *
     * @param upgrade the context
     */
    public void expand(UpgradeContext upgrade) {
        upgrade.schema()
                .table(MetadataSql.TABLE)
                .addColumn(
                        MetadataSql.COLUMN,
                        "jsonb",
                        "What the query returned last: rows, and for each column kinds, extremes, distinct values; null where it was never computed");
        upgrade.backfill(BACKFILL, computation(false))
                .revert(handle ->
                        Rewriting.all(handle, MetadataSql.BACKFILLED_VERSION, StoredRow::withoutBackfilledVersions));
        upgrade.schema().table(MetadataSql.TABLE).createIndexConcurrently(index());
    }

    /**
     * Declares a second backfill, of what was edited since the first one.
     *
     * @param upgrade the context
     */
    public void catchUp(UpgradeContext upgrade) {
        upgrade.backfill(CATCH_UP, computation(false));
    }

    /**
     * Declares the verification, and the removal of the lists.
     *
     * @param upgrade the context
     */
    public void contract(UpgradeContext upgrade) {
        upgrade.step(VERIFICATION, this::verify).revert(handle -> {});
        upgrade.backfill(REMOVAL, removal())
                .revert(handle -> Rewriting.all(handle, MetadataSql.RETURNABLE, StoredRow::withLists));
    }

    /**
     * Declares that definitions get their lists again.
     *
     * @param rollback the context
     */
    public void contractBack(UpgradeContext rollback) {
        rollback.backfill(RETURN, rewriting(MetadataSql.RETURNABLE, StoredRow::withLists));
    }

    /**
     * Declares that versions lose what the backfill put there, and that index and column go.
     *
     * @param rollback the context
     */
    public void expandBack(UpgradeContext rollback) {
        rollback.backfill(CLEANING, rewriting(MetadataSql.BACKFILLED_VERSION, StoredRow::withoutBackfilledVersions));
        rollback.schema().table(MetadataSql.TABLE).dropIndexConcurrently(index());
        rollback.step(
                "drop column " + MetadataSql.COLUMN + " of " + MetadataSql.TABLE,
                handle -> handle.execute(
                        "alter table " + MetadataSql.TABLE + " drop column if exists " + MetadataSql.COLUMN));
    }

    /** {@return the backfill of metrics that were mended after the move: their metadata, and the list out of their definition} */
    public Backfill mended() {
        return computation(true);
    }

    private Backfill computation(boolean withContent) {
        String own = MetadataSql.own(defaultDataset);
        Backfill rows = columnsAndSource()
                .where("deleted_at is null")
                .pending("not (" + (withContent ? own + " and not " + MetadataSql.LIST : own) + ")");
        Backfill written = withContent
                ? rows.write(DataMetadata.KEY, StoredRow.HISTORY, StoredRow.CONTENT)
                : rows.write(DataMetadata.KEY, StoredRow.HISTORY);
        Backfill computed = written.compute(new MetadataComputation(queries, rowLimit, withContent));
        return strict
                ? computed
                : computed.quarantineAllowed("a metric whose query fails keeps what its definition says");
    }

    private Backfill removal() {
        return columnsAndSource()
                .read("deleted_at", OffsetDateTime.class)
                .pending(MetadataSql.LIST)
                .write(StoredRow.CONTENT, StoredRow.HISTORY)
                .compute(rows -> rows.forEach(MetadataMove::removeList))
                .quarantineAllowed("a definition keeps its list where there is nothing better");
    }

    private static void removeList(BackfillRow row) {
        StoredRow stored = StoredRow.ofSource(row);
        if (row.get("deleted_at", OffsetDateTime.class) != null) {
            row.reject(UpgradeErrors.text(UpgradeErrors.listOfDeleted()));
        } else if (stored.hasMoreThanAList()) {
            write(row, stored.withoutLists());
        } else {
            row.reject(UpgradeErrors.text(UpgradeErrors.listWithoutMetadata()));
        }
    }

    private Backfill rewriting(String pending, UnaryOperator<StoredRow> change) {
        return columns()
                .pending(pending)
                .write(StoredRow.CONTENT, StoredRow.HISTORY)
                .compute(rows -> rows.forEach(row -> write(row, change.apply(StoredRow.of(row)))))
                .quarantineAllowed("applications read a definition with and without a list");
    }

    private static void write(BackfillRow row, StoredRow changed) {
        row.set(StoredRow.CONTENT, changed.content());
        row.set(StoredRow.HISTORY, changed.history());
    }

    /** With where the query runs, which is in another table. */
    private Backfill columnsAndSource() {
        return columns().readExpression(StoredRow.DATA_SOURCE, UUID.class, MetadataSql.dataSource(defaultDataset));
    }

    /** What each part looks at; what it has looked at must be unchanged when it writes. */
    private Backfill columns() {
        return Backfill.table(MetadataSql.TABLE)
                .read(StoredRow.CONTENT, PGobject.class)
                .read(StoredRow.HISTORY, PGobject.class)
                .read(DataMetadata.KEY, PGobject.class)
                .read("updated_at", OffsetDateTime.class)
                .settings(settings);
    }

    private static Index index() {
        return Index.named(MetadataSql.INDEX).using("gin").on(MetadataSql.COLUMN);
    }

    private void verify(Handle handle) throws SQLException {
        MetadataCheck check = MetadataCheck.of(handle.getConnection());
        if (check.isComplete()) {
            LOG.info("metric metadata is complete: {}", check.describe());
        } else if (strict) {
            throw UpgradeErrors.incomplete(check);
        } else {
            LOG.warn("metric metadata is incomplete, these metrics keep their lists: {}", check.describe());
        }
    }
}
