package io.github.dbupgrader.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.registry.elsewhere.MeterUpgrades;
import io.github.dbupgrader.version.SchemaVersion;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotatedConditionTest {

    @DisplayName("upgrades 58: a condition is what its method returns, whoever may see the method")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void check_isWhatTheMethodReturns(boolean idle) throws Exception {
        RegisteredCondition condition = RegistryBuilderTest.build(new MeterUpgrades(idle))
                .conditions(SchemaVersion.parse("1.1.0"))
                .get(0);

        assertThat(condition.check().test(Pretended.handle())).isEqualTo(idle);
    }
}
