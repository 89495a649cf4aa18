package io.github.dbupgrader;

import io.github.dbupgrader.backfill.Backfills;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.JdbiException;

/**
 * Keeps the schema of one component at the version of the application.
 *
 * <pre>{@code
 * DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(dataSource)
 *     .applicationVersion("1.4.0")
 *     .register(new EnergyUpgrades())
 *     .build();
 * upgrader.initialiseSchemaVersion();        // once, for a schema that was made by other means; see also upgradeEmptyDatabases()
 * UpgradeResult result = upgrader.upgrade(); // at every start
 * }</pre>
 *
 * <p>Safe for use by several threads, and from any number of instances of the application at once: one works, the others wait and then find nothing to do. No
 * answer of the database is kept between two calls. What is called by a run (a step, a condition, a listener) must not call the same upgrader, but for what only reads.
 *
 * <p>Everything thrown on purpose is an {@link io.github.dbupgrader.error.UpgradeException}. Call only.
 */
public final class DatabaseUpgrader {

    private final Configuration configuration;

    private final Backfills backfills;

    private final Turns turns;

    DatabaseUpgrader(Configuration configuration) {
        this.configuration = configuration;
        this.backfills = BackfillSteps.backfills(configuration);
        this.turns = new Turns(configuration.component(), configuration.lockSettings());
    }

    /**
     * {@return a builder}
     *
     * @param dataSource gives connections of the PostgreSQL driver; one at a time is enough
     */
    public static DatabaseUpgraderBuilder forDataSource(DataSource dataSource) {
        return new DatabaseUpgraderBuilder(dataSource);
    }

    /**
     * Records that the schema has the application's version, without running anything. Call it once, on first deploy; calling it again is harmless. For a new database
     * whose tables the upgrades make, build with {@link DatabaseUpgraderBuilder#upgradeEmptyDatabases()} instead.
     *
     * @return the recorded version
     */
    public SchemaVersion initialiseSchemaVersion() {
        return initialiseSchemaVersion(InitialiseOptions.defaults());
    }

    /**
     * Records which version the schema has, without running anything. No upgrade at or below that version ever runs.
     *
     * @param options which version, and whether to overwrite another
     * @return the recorded version
     * @throws LockTimeoutException if another session keeps the upgrade lock for too long
     */
    public SchemaVersion initialiseSchemaVersion(InitialiseOptions options) {
        Initialisation initialisation = new Initialisation(configuration, options);
        return alone(initialisation::run, initialisation::leave);
    }

    /**
     * Brings the schema to the application's version. Where nothing is pending this is one SELECT.
     *
     * @return what was done
     * @throws StepFailedException if an upgrade fails; those before it stay
     * @throws LockTimeoutException if another session keeps the upgrade lock for too long
     */
    public UpgradeResult upgrade() {
        return upgrade(UpgradeOptions.defaults());
    }

    /**
     * Brings the schema to a version.
     *
     * @param options what is different from the defaults
     * @return what was done
     * @throws StepFailedException if an upgrade fails; those before it stay
     * @throws LockTimeoutException if another session keeps the upgrade lock for too long
     */
    public UpgradeResult upgrade(UpgradeOptions options) {
        UpgradeRun run = new UpgradeRun(configuration, options);
        return alone(run::run, run::leave);
    }

    /** {@return what {@link #upgrade()} would do now; it reads in a transaction that cannot write, and takes no lock} */
    public UpgradePlan plan() {
        return plan(UpgradeOptions.defaults());
    }

    /**
     * {@return what {@link #upgrade(UpgradeOptions)} would do now; it reads in a transaction that cannot write, and takes no lock}
     *
     * @param options what is different from the defaults
     */
    public UpgradePlan plan(UpgradeOptions options) {
        return new PlanReader(configuration).read(options);
    }

    /**
     * Runs the pending upgrades in one transaction and rolls it back. Not for a busy production server: the locks are real while it lasts.
     *
     * @return what the upgrades did
     * @throws StepFailedException if an upgrade fails
     */
    public DryRunReport dryRun() {
        return dryRun(UpgradeOptions.defaults());
    }

    /**
     * Runs the pending upgrades in one transaction and rolls it back. Not for a busy production server: the locks are real while it lasts.
     *
     * @param options what is different from the defaults
     * @return what the upgrades did
     * @throws StepFailedException if an upgrade fails
     */
    public DryRunReport dryRun(UpgradeOptions options) {
        DryRun run = new DryRun(configuration, options);
        return alone(run::run, run::leave);
    }

    /** {@return how the database stands to the application; it only reads} */
    public UpgradeStatus status() {
        return new StatusReader(configuration).read();
    }

    /**
     * Throws unless the application may run on the schema as it is. It takes no lock and writes nothing, so it is for an application whose role may not change the
     * schema. A missing stamp of a release without upgrades is no reason to throw.
     *
     * @throws PendingUpgradesException if something is pending, listing it
     */
    public void validate() {
        new StatusReader(configuration).validate();
    }

    /**
     * Undoes the upgrades above a version by their rollbacks, in descending order. An unfinished ONLINE upgrade above it is undone first, by the reverts of its
     * sub-steps; {@code rollback} to the recorded version does just that.
     *
     * @param to the version to return to, not below that of initialisation
     * @return what was done
     * @throws StepFailedException if a rollback fails; those before it stay
     */
    public UpgradeResult rollback(String to) {
        SchemaVersion version = SchemaVersion.parse(to);
        RollbackRun run = new RollbackRun(configuration, version);
        return alone(run::run, run::leave);
    }

    /** {@return the history of the component, oldest first; empty where nothing is recorded} */
    public List<HistoryEntry> history() {
        return HistoryView.read(configuration);
    }

    /** {@return the backfills of the component: starts those in the background, tells how far all are, pauses and resumes them} */
    public Backfills backfills() {
        return backfills;
    }

    /**
     * Says what became of an interrupted sub-step that runs outside a transaction and is not repeatable. The history keeps that somebody said so.
     *
     * @param version the version of its upgrade
     * @param name the sub-step's name
     * @param mark what became of it
     */
    public void markSubStep(String version, String name, SubStepMark mark) {
        SchemaVersion parsed = SchemaVersion.parse(version);
        Marking marking = new Marking(configuration, parsed, name, mark);
        alone(
                turn -> {
                    marking.run(turn);
                    return parsed;
                },
                found -> {
                    throw marking.leave();
                });
    }

    private <T> T alone(Function<Turns.Turn, T> call, Function<Optional<RecordedState>, T> instead) {
        try {
            return turns.take(call, instead);
        } catch (JdbiException e) {
            throw UpgraderErrors.ownStatement(e);
        }
    }
}
