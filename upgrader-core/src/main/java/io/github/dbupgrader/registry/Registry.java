package io.github.dbupgrader.registry;

import io.github.dbupgrader.version.SchemaVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that is registered with one upgrader. Immutable; two upgraders share nothing.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class Registry {

    private final NavigableMap<SchemaVersion, RegisteredMethod> upgrades;
    private final NavigableMap<SchemaVersion, RegisteredMethod> rollbacks;
    private final List<RegisteredCondition> conditions;
    private final Map<String, RegisteredBackfill> backfills;

    Registry(
            NavigableMap<SchemaVersion, RegisteredMethod> upgrades,
            NavigableMap<SchemaVersion, RegisteredMethod> rollbacks,
            List<RegisteredCondition> conditions,
            Map<String, RegisteredBackfill> backfills) {
        this.upgrades = Collections.unmodifiableNavigableMap(new TreeMap<>(upgrades));
        this.rollbacks = Collections.unmodifiableNavigableMap(new TreeMap<>(rollbacks));
        this.conditions = List.copyOf(conditions);
        this.backfills = Collections.unmodifiableMap(new TreeMap<>(backfills));
    }

    /** {@return the upgrades by version, ascending} */
    public NavigableMap<SchemaVersion, RegisteredMethod> upgrades() {
        return upgrades;
    }

    /**
     * {@return the rollback of a version}
     *
     * @param version the version
     */
    public Optional<RegisteredMethod> rollback(SchemaVersion version) {
        return Optional.ofNullable(rollbacks.get(version));
    }

    /**
     * {@return the conditions of a version, in the order of registration}
     *
     * @param version the version
     */
    public List<RegisteredCondition> conditions(SchemaVersion version) {
        return conditions.stream().filter(c -> c.version().equals(version)).toList();
    }

    /** {@return the backfills that run in the background, by name} */
    public Map<String, RegisteredBackfill> backfills() {
        return backfills;
    }
}
