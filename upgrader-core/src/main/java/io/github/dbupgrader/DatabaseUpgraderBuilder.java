package io.github.dbupgrader;

import io.github.dbupgrader.api.AheadPolicy;
import io.github.dbupgrader.api.DevelopmentPolicy;
import io.github.dbupgrader.api.HandleCheck;
import io.github.dbupgrader.api.MissedPolicy;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.plan.PlanRules;
import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.version.ApplicationVersion;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * Collects what a {@link DatabaseUpgrader} is to know.
 * Only the application version and at least one registration or none at all are up to you; everything else has a default: component {@code application},
 * tables {@code public.database_…}, {@link LockSettings#defaults()}, {@link TimeoutSettings#defaults()}, statements recorded, nothing ever guessed. Call only. Not safe for use by several threads.
 */
public final class DatabaseUpgraderBuilder {

    private final DataSource dataSource;
    private final Registrations registrations = new Registrations();
    private final List<UpgradeListener> listeners = new ArrayList<>();
    private Consumer<Jdbi> configureJdbi = jdbi -> {};
    private Optional<ApplicationVersion> applicationVersion = Optional.empty();
    private String component = "application";
    private String schema = "public";
    private String tablePrefix = "database_";
    private LockSettings lockSettings = LockSettings.defaults();
    private TimeoutSettings timeouts = TimeoutSettings.defaults();
    private DevelopmentPolicy development = DevelopmentPolicy.REFUSE;
    private MissedPolicy missed = MissedPolicy.REFUSE;
    private AheadPolicy ahead = AheadPolicy.FAIL;
    private Optional<SchemaVersion> upgradableFrom = Optional.empty();
    private boolean emptyMeansZero;
    private boolean recordStatements = true;

    DatabaseUpgraderBuilder(DataSource dataSource) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    /**
     * Sets the version of the application. There is no default.
     * @param version its version, such as {@code 1.4.0}; a snapshot or pre-release is accepted and counts as development
     * @return this
     */
    public DatabaseUpgraderBuilder applicationVersion(String version) {
        this.applicationVersion = Optional.of(ApplicationVersion.parse(version));
        return this;
    }

    /**
     * Registers the annotated methods of an object.
     * @param upgrades the object; it is used as it is
     * @return this
     */
    public DatabaseUpgraderBuilder register(Object upgrades) {
        registrations.addObject(Objects.requireNonNull(upgrades, "upgrades"));
        return this;
    }

    /**
     * Registers a lambda as an upgrade in one transaction.
     * @param version its version
     * @param method what it does
     * @return this
     */
    public DatabaseUpgraderBuilder register(String version, UpgradeMethod method) {
        return register(Upgrade.transactional(version, method));
    }

    /**
     * Registers a lambda as an upgrade.
     * @param version its version
     * @param mode how it runs
     * @param method executes it, or declares its sub-steps
     * @return this
     */
    public DatabaseUpgraderBuilder register(String version, UpgradeMode mode, UpgradeMethod method) {
        return register(
                mode == UpgradeMode.ONLINE ? Upgrade.online(version, method) : Upgrade.transactional(version, method));
    }

    /**
     * Registers a lambda as the rollback of an upgrade.
     * @param version the version of the upgrade
     * @param mode how it runs
     * @param method what it does
     * @return this
     */
    public DatabaseUpgraderBuilder registerRollback(String version, UpgradeMode mode, UpgradeMethod method) {
        registrations.add(r -> r.addRollback(version, mode, method));
        return this;
    }

    /**
     * Registers what the {@link io.github.dbupgrader.api.UpgradeProvider}s on the class path offer for this component. Finding none is an error.
     * @return this
     */
    public DatabaseUpgraderBuilder registerProviders() {
        registrations.add(r -> r.addProviders(component));
        return this;
    }

    /**
     * Registers a backfill that runs in the background, as {@link io.github.dbupgrader.api.RegisterBackfill} does.
     * @param name its name, unique within the component
     * @param since the version that the schema must have reached
     * @param definition what is done
     * @return this
     */
    public DatabaseUpgraderBuilder registerBackfill(String name, String since, Backfill definition) {
        registrations.addBackfill(name, since, definition);
        return this;
    }

    /**
     * Adds a condition to an upgrade.
     * @param version the version of the upgrade
     * @param description what must be true
     * @param check asks the database, and only reads
     * @return this; {@link #skippable()} may follow
     */
    public DatabaseUpgraderBuilder condition(String version, String description, HandleCheck check) {
        registrations.addCondition(version, description, check);
        return this;
    }

    /**
     * Says that the condition just added may be skipped by {@link UpgradeOptions#skipConditions()}.
     * @return this
     */
    public DatabaseUpgraderBuilder skippable() {
        registrations.makeLastConditionSkippable();
        return this;
    }

    /**
     * Sets whose version line this is. A library that brings upgrades of its own has a component of its own.
     * @param name the default is {@code application}
     * @return this
     */
    public DatabaseUpgraderBuilder component(String name) {
        if (name.isBlank()) {
            throw UpgraderErrors.blank("component");
        }
        component = name;
        return this;
    }

    /**
     * Sets the schema of the library's tables.
     * @param name the default is {@code public}; it is created if it is missing
     * @return this
     */
    public DatabaseUpgraderBuilder schema(String name) {
        this.schema = name;
        return this;
    }

    /**
     * Sets what the names of the library's tables begin with.
     * @param prefix the default is {@code database_}
     * @return this
     */
    public DatabaseUpgraderBuilder tablePrefix(String prefix) {
        this.tablePrefix = prefix;
        return this;
    }

    /**
     * Sets how to get the upgrade lock.
     * @param settings the default is {@link LockSettings#defaults()}
     * @return this
     */
    public DatabaseUpgraderBuilder lockSettings(LockSettings settings) {
        this.lockSettings = settings;
        return this;
    }

    /**
     * Sets the time-outs of the upgrade's session.
     * @param settings the default is {@link TimeoutSettings#defaults()}
     * @return this
     */
    public DatabaseUpgraderBuilder timeouts(TimeoutSettings settings) {
        this.timeouts = settings;
        return this;
    }

    /**
     * Sets what a development version counts as.
     * @param policy the default is {@link DevelopmentPolicy#REFUSE}
     * @return this
     */
    public DatabaseUpgraderBuilder development(DevelopmentPolicy policy) {
        this.development = policy;
        return this;
    }

    /**
     * Sets what happens to upgrades that were merged late.
     * @param policy the default is {@link MissedPolicy#REFUSE}
     * @return this
     */
    public DatabaseUpgraderBuilder missed(MissedPolicy policy) {
        this.missed = policy;
        return this;
    }

    /**
     * Sets what happens when the application is older than the schema allows.
     * @param policy the default is {@link AheadPolicy#FAIL}
     * @return this
     */
    public DatabaseUpgraderBuilder ahead(AheadPolicy policy) {
        this.ahead = policy;
        return this;
    }

    /**
     * Sets the oldest recorded version from which this release can upgrade. By default there is none.
     * @param version an older database is refused, and told to go through this release
     * @return this
     */
    public DatabaseUpgraderBuilder upgradableFrom(String version) {
        this.upgradableFrom = Optional.of(SchemaVersion.parse(version));
        return this;
    }

    /**
     * Lets {@code upgrade()} start from 0.0.0 on a database without a record, if it proves to have no relation, type or function of a user in any schema. By default
     * such a database is refused like any other without a record.
     * @return this
     */
    public DatabaseUpgraderBuilder upgradeEmptyDatabases() {
        this.emptyMeansZero = true;
        return this;
    }

    /**
     * Sets whether the history lists the SQL statements of each step.
     * @param recorded the default is true; false keeps their number only
     * @return this
     */
    public DatabaseUpgraderBuilder recordStatements(boolean recorded) {
        this.recordStatements = recorded;
        return this;
    }

    /**
     * Adds a listener.
     * @param listener is told what happens
     * @return this
     */
    public DatabaseUpgraderBuilder listener(UpgradeListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Configures the Jdbi behind the handles that steps get: plug-ins, mappers, argument factories.
     * @param configuration is applied to each Jdbi that the library makes
     * @return this
     */
    public DatabaseUpgraderBuilder configureJdbi(Consumer<Jdbi> configuration) {
        this.configureJdbi = Objects.requireNonNull(configuration, "configuration");
        return this;
    }

    /**
     * Checks everything and makes the upgrader. No database is touched.
     *
     * @return the upgrader
     * @throws io.github.dbupgrader.error.UpgradeException if something is registered wrongly; the message names the method
     */
    public DatabaseUpgrader build() {
        ApplicationVersion version = applicationVersion.orElseThrow(UpgraderErrors::noApplicationVersion);
        return new DatabaseUpgrader(new Configuration(
                dataSource,
                configureJdbi,
                registrations.build(),
                new PlanRules(component, version, development, missed, ahead, upgradableFrom, emptyMeansZero),
                TableNames.of(schema, tablePrefix),
                lockSettings,
                timeouts,
                recordStatements,
                new Listeners(listeners)));
    }
}
