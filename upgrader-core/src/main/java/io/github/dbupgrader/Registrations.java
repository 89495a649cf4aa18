package io.github.dbupgrader;

import io.github.dbupgrader.api.HandleCheck;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.registry.Registry;
import io.github.dbupgrader.registry.RegistryBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a builder was given to register, kept until all of its settings are known. */
final class Registrations {

    private final List<Consumer<RegistryBuilder>> registrations = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();

    private record Condition(String version, String description, HandleCheck check, boolean skippable) {}

    void add(Consumer<RegistryBuilder> registration) {
        registrations.add(registration);
    }

    void addObject(Object upgrades) {
        add(upgrades instanceof Upgrade upgrade ? r -> r.addUpgrade(upgrade) : r -> r.addObject(upgrades));
    }

    void addBackfill(String name, String since, Backfill definition) {
        add(registry -> registry.addBackfill(name, since, definition, "registerBackfill(\"" + name + "\", …)"));
    }

    void addCondition(String version, String description, HandleCheck check) {
        conditions.add(new Condition(version, description, check, false));
    }

    void makeLastConditionSkippable() {
        if (conditions.isEmpty()) {
            throw UpgraderErrors.skippableWithoutCondition();
        }
        Condition last = conditions.remove(conditions.size() - 1);
        conditions.add(new Condition(last.version(), last.description(), last.check(), true));
    }

    Registry build() {
        RegistryBuilder registry = new RegistryBuilder();
        registrations.forEach(r -> r.accept(registry));
        conditions.forEach(c -> registry.addCondition(c.version(), c.description(), c.skippable(), c.check()));
        return registry.build();
    }
}
