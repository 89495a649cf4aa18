package io.github.dbupgrader.registry;

import io.github.dbupgrader.api.HandleCheck;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.api.UpgradeProvider;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillTask;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * Collects what is registered and checks it. Nothing here touches a database.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class RegistryBuilder {

    /** The sub-steps that are called after it must be able to have their names, too. */
    private static final int LONGEST_BACKFILL_NAME = 200;

    private final TreeMap<SchemaVersion, RegisteredMethod> upgrades = new TreeMap<>();
    private final TreeMap<SchemaVersion, RegisteredMethod> rollbacks = new TreeMap<>();
    private final List<RegisteredCondition> conditions = new ArrayList<>();
    private final TreeMap<String, RegisteredBackfill> backfills = new TreeMap<>();

    /** Creates an empty one. */
    public RegistryBuilder() {}

    /**
     * Adds the annotated methods of an object.
     *
     * @param object the object
     */
    public void addObject(Object object) {
        AnnotatedMethods.of(object).addTo(this);
    }

    /**
     * Adds an upgrade that is a value.
     *
     * @param upgrade the upgrade
     */
    public void addUpgrade(Upgrade upgrade) {
        String origin = LambdaOrigin.of(upgrade.method(), "for " + upgrade.version());
        addUpgrade(method(
                upgrade.version(),
                upgrade.mode(),
                upgrade.description(),
                upgrade.compatibleFrom(),
                upgrade.retry(),
                origin,
                Optional.empty(),
                (context, handle) -> upgrade.method().run(context)));
    }

    /**
     * Adds a rollback that is a lambda.
     *
     * @param version the version of its upgrade
     * @param mode how it runs
     * @param rollback what it does
     */
    public void addRollback(String version, UpgradeMode mode, UpgradeMethod rollback) {
        addRollback(method(
                version,
                mode,
                "",
                "",
                true,
                LambdaOrigin.of(rollback, "for " + version),
                Optional.empty(),
                (context, handle) -> rollback.run(context)));
    }

    /**
     * Adds a condition that is a lambda.
     *
     * @param version the version of its upgrade
     * @param description what must be true
     * @param skippable whether it may be skipped
     * @param check asks the database
     */
    public void addCondition(String version, String description, boolean skippable, HandleCheck check) {
        String origin = LambdaOrigin.of(check, "\"" + description + "\"");
        addCondition(
                new RegisteredCondition(version(version, origin, "version"), description, skippable, origin, check));
    }

    /**
     * Adds the providers that {@link ServiceLoader} finds for a component, through the thread's context class loader if it has one.
     *
     * @param component the component
     */
    public void addProviders(String component) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context != null ? context : RegistryBuilder.class.getClassLoader();
        List<UpgradeProvider> providers = ServiceLoader.load(UpgradeProvider.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(p -> p.component().equals(component))
                .toList();
        if (providers.isEmpty()) {
            throw RegistrationErrors.noProviders(component);
        }
        providers.forEach(p -> p.upgrades().forEach(this::addObject));
    }

    /** {@return what was collected, after the checks that need all of it} */
    public Registry build() {
        rollbacks.values().forEach(r -> requireUpgrade("rollback", r.origin(), r.version()));
        conditions.forEach(c -> requireUpgrade("condition", c.origin(), c.version()));
        rollbacks.replaceAll((version, rollback) -> described(rollback));
        return new Registry(upgrades, rollbacks, conditions, backfills);
    }

    /** A rollback whose author wrote nothing about it is described by what it undoes. */
    private RegisteredMethod described(RegisteredMethod rollback) {
        RegisteredMethod upgrade = Objects.requireNonNull(upgrades.get(rollback.version()));
        return rollback.description().isEmpty() ? rollback.describedAs(upgrade.description()) : rollback;
    }

    /**
     * Adds a backfill that runs in the background.
     *
     * @param name its name
     * @param since the version that the schema must have reached
     * @param definition what is done
     * @param origin where it was written
     */
    public void addBackfill(String name, String since, Backfill definition, String origin) {
        if (name.isBlank()
                || name.length() > LONGEST_BACKFILL_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw RegistrationErrors.unusableBackfillName(origin, name, LONGEST_BACKFILL_NAME);
        }
        BackfillTask task = BackfillTask.background(name, definition, version(since, origin, "since"));
        requireWork(task, origin);
        RegisteredBackfill other = backfills.putIfAbsent(name, new RegisteredBackfill(task, origin));
        if (other != null) {
            throw RegistrationErrors.duplicateBackfill(name, other.origin(), origin);
        }
    }

    private static void requireWork(BackfillTask task, String origin) {
        try {
            task.checksum();
        } catch (UpgradeException e) {
            throw RegistrationErrors.unusableBackfill(origin, e);
        }
    }

    void addUpgrade(RegisteredMethod upgrade) {
        if (upgrade.compatibleFrom().isAfter(upgrade.version())) {
            throw RegistrationErrors.compatibleAbove(upgrade.origin(), upgrade.compatibleFrom(), upgrade.version());
        }
        put(upgrades, "upgrade", upgrade);
    }

    void addRollback(RegisteredMethod rollback) {
        put(rollbacks, "rollback", rollback);
    }

    void addCondition(RegisteredCondition condition) {
        conditions.add(condition);
    }

    static RegisteredMethod method(
            String version,
            UpgradeMode mode,
            String description,
            String compatibleFrom,
            boolean retry,
            String origin,
            Optional<Class<?>> owner,
            Invocation invocation) {
        SchemaVersion parsed = version(version, origin, "version");
        if (parsed.equals(SchemaVersion.ZERO)) {
            throw RegistrationErrors.zero(origin);
        }
        SchemaVersion compatible =
                compatibleFrom.isEmpty() ? parsed : version(compatibleFrom, origin, "compatibleFrom");
        return new RegisteredMethod(parsed, mode, description, compatible, retry, origin, owner, invocation);
    }

    static SchemaVersion version(String text, String origin, String attribute) {
        try {
            return SchemaVersion.parse(text);
        } catch (UpgradeException e) {
            throw RegistrationErrors.malformed(origin, attribute, e);
        }
    }

    private void requireUpgrade(String kind, String origin, SchemaVersion version) {
        if (!upgrades.containsKey(version)) {
            throw RegistrationErrors.orphan(kind, origin, version);
        }
    }

    private static void put(Map<SchemaVersion, RegisteredMethod> methods, String kind, RegisteredMethod method) {
        RegisteredMethod other = methods.putIfAbsent(method.version(), method);
        if (other != null) {
            throw RegistrationErrors.duplicate(kind, method.version(), other.origin(), method.origin());
        }
    }
}
