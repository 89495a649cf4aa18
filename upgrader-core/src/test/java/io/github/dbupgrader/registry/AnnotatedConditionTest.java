package io.github.dbupgrader.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeCondition;
import io.github.dbupgrader.version.SchemaVersion;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotatedConditionTest {

    private static class Meters {
        private final boolean idle;

        Meters(boolean idle) {
            this.idle = idle;
        }

        @RegisterUpgrade("1.1.0")
        void addMeter(Handle handle) {}

        @UpgradeCondition(value = "1.1.0", description = "no meter is being read")
        public boolean idle(Handle handle) {
            return idle;
        }
    }

    @DisplayName("upgrades 58: a condition is what its method returns")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void check_isWhatTheMethodReturns(boolean idle) throws Exception {
        RegisteredCondition condition = RegistryBuilderTest.build(new Meters(idle))
                .conditions(SchemaVersion.parse("1.1.0"))
                .get(0);

        assertThat(condition.check().test(Pretended.handle())).isEqualTo(idle);
    }
}
