package io.github.dbupgrader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.registry.RegisteredCondition;
import io.github.dbupgrader.version.SchemaVersion;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RegistrationsTest {

    @DisplayName("upgrades 58: some conditions are skippable, the others keep their place and are not")
    @Test
    void makeLastConditionSkippable_changesTheLastOnly() {
        Registrations registrations = new Registrations();
        registrations.addCondition("1.1.0", "first", handle -> true);
        registrations.addCondition("1.1.0", "second", handle -> true);
        registrations.makeLastConditionSkippable();
        registrations.addCondition("1.1.0", "third", handle -> true);
        // Conditions may come before their upgrade.
        registrations.add(r -> r.addUpgrade(Upgrade.transactional("1.1.0", upgrade -> {})));

        assertThat(registrations.build().conditions(SchemaVersion.parse("1.1.0")))
                .extracting(RegisteredCondition::description, RegisteredCondition::skippable)
                .containsExactly(tuple("first", false), tuple("second", true), tuple("third", false));
    }
}
