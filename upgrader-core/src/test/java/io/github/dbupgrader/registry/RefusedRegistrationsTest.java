package io.github.dbupgrader.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.api.UpgradeCondition;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions that cannot be registered; what is wrong with methods is in {@link AnnotatedMethodTest}. */
class RefusedRegistrationsTest {

    private static final String HERE = RefusedRegistrationsTest.class.getName();

    static class Tariffs {
        @RegisterUpgrade("1.1.0")
        void addTariff(Handle handle) {}
    }

    static class Qualities {
        @RegisterUpgrade("1.1.0")
        void addQuality(UpgradeContext upgrade) {}
    }

    static class Both {
        @RegisterUpgrade("1.1.0")
        void addTariff(Handle handle) {}

        @RegisterUpgrade("1.1.0")
        void addQuality(Handle handle) {}
    }

    static class TwoRollbacks extends Tariffs {
        @RegisterRollback("1.1.0")
        void dropTariff(Handle handle) {}

        @RegisterRollback("1.1.0")
        void dropTariffAgain(Handle handle) {}
    }

    @Nested
    @DisplayName("upgrades 1: two methods for one version are refused, and both are named")
    class OneVersionTwice {

        @Test
        void inOneObject() {
            assertRefused(ErrorCode.DUPLICATE_VERSION, () -> RegistryBuilderTest.build(new Both()))
                    .hasMessageStartingWith("UPG-101 Two upgrades are registered for version 1.1.0: " + HERE
                            + "$Both#addQuality and " + HERE + "$Both#addTariff both claim it.");
        }

        @Test
        void inTwoObjects() {
            assertRefused(ErrorCode.DUPLICATE_VERSION, () -> RegistryBuilderTest.build(new Tariffs(), new Qualities()))
                    .hasMessageContaining(HERE + "$Tariffs#addTariff and " + HERE + "$Qualities#addQuality both");
        }

        @Test
        void theSameObjectTwice() {
            Tariffs tariffs = new Tariffs();

            assertRefused(ErrorCode.DUPLICATE_VERSION, () -> RegistryBuilderTest.build(tariffs, tariffs))
                    .hasMessageContaining("$Tariffs#addTariff and " + HERE + "$Tariffs#addTariff both");
        }

        @Test
        void asMethodAndLambda() {
            RegistryBuilder builder = new RegistryBuilder();
            builder.addUpgrade(Upgrade.online("1.1.0", upgrade -> {}));

            assertRefused(ErrorCode.DUPLICATE_VERSION, () -> builder.addObject(new Tariffs()))
                    .hasMessageContaining(
                            "lambda for 1.1.0 in " + HERE + "$OneVersionTwice and " + HERE + "$Tariffs#addTariff both");
        }

        @Test
        void asTwoRollbacks() {
            assertRefused(ErrorCode.DUPLICATE_VERSION, () -> RegistryBuilderTest.build(new TwoRollbacks()))
                    .hasMessageStartingWith("UPG-101 Two rollbacks are registered for version 1.1.0: " + HERE
                            + "$TwoRollbacks#dropTariff and " + HERE + "$TwoRollbacks#dropTariffAgain both");
        }
    }

    static class OnlyRollback {
        @RegisterRollback("1.1.0")
        void dropTariff(Handle handle) {}
    }

    static class OnlyCondition {
        @UpgradeCondition(value = "1.1.0", description = "no meter is being read")
        boolean noReading(Handle handle) {
            return true;
        }
    }

    @Nested
    @DisplayName("upgrades 58, upgrades 63: conditions and rollbacks name a registered version")
    class UnknownVersions {

        @Test
        void annotatedRollback() {
            assertRefused(ErrorCode.UNKNOWN_VERSION, () -> RegistryBuilderTest.build(new OnlyRollback()))
                    .hasMessageStartingWith(
                            "UPG-105 The rollback " + HERE + "$OnlyRollback#dropTariff names version 1.1.0:");
        }

        @Test
        void annotatedCondition() {
            assertRefused(ErrorCode.UNKNOWN_VERSION, () -> RegistryBuilderTest.build(new OnlyCondition()))
                    .hasMessageStartingWith(
                            "UPG-105 The condition " + HERE + "$OnlyCondition#noReading names version 1.1.0:");
        }

        @Test
        void lambdas() {
            RegistryBuilder rollback = new RegistryBuilder();
            rollback.addRollback("1.1.0", UpgradeMode.TRANSACTIONAL, upgrade -> {});
            RegistryBuilder condition = new RegistryBuilder();
            condition.addCondition("0.0.0", "no meter is being read", false, handle -> true);

            assertRefused(ErrorCode.UNKNOWN_VERSION, rollback::build)
                    .hasMessageStartingWith("UPG-105 The rollback lambda for 1.1.0 in " + HERE
                            + "$UnknownVersions names version 1.1.0:");
            assertRefused(ErrorCode.UNKNOWN_VERSION, condition::build)
                    .hasMessageStartingWith("UPG-105 The condition lambda \"no meter is being read\" in " + HERE
                            + "$UnknownVersions names version 0.0.0:");
        }

        @Test
        void registeredBeforeTheirUpgrade_areAccepted() {
            Registry registry = RegistryBuilderTest.build(new OnlyRollback(), new OnlyCondition(), new Tariffs());

            assertThat(registry.upgrades()).hasSize(1);
        }
    }

    static class Malformed {
        @RegisterUpgrade("v1.1.0")
        void addTariff(Handle handle) {}
    }

    static class MalformedCompatible {
        @RegisterUpgrade(value = "1.1.0", compatibleFrom = "1.0")
        void addTariff(Handle handle) {}
    }

    static class MalformedRollback extends Tariffs {
        @RegisterRollback("1.1")
        void dropTariff(Handle handle) {}
    }

    static class MalformedCondition extends Tariffs {
        @UpgradeCondition(value = "1.1.0 ", description = "no meter is being read")
        boolean noReading(Handle handle) {
            return true;
        }
    }

    static class Zero {
        @RegisterUpgrade("0.0.0")
        void addTariff(Handle handle) {}
    }

    @Nested
    @DisplayName("upgrades 2: exactly MAJOR.MINOR.PATCH above 0.0.0, named with class#method")
    class MalformedVersions {

        @Test
        void ofAnUpgrade() {
            assertRefused(ErrorCode.MALFORMED_VERSION, () -> RegistryBuilderTest.build(new Malformed()))
                    .hasMessageStartingWith("UPG-102 " + HERE
                            + "$Malformed#addTariff has an unusable version: \"v1.1.0\" is not a version: ");
        }

        @Test
        void ofCompatibleFrom() {
            assertRefused(ErrorCode.MALFORMED_VERSION, () -> RegistryBuilderTest.build(new MalformedCompatible()))
                    .hasMessageContaining("$MalformedCompatible#addTariff has an unusable compatibleFrom: \"1.0\" is");
        }

        @Test
        void ofARollback() {
            assertRefused(ErrorCode.MALFORMED_VERSION, () -> RegistryBuilderTest.build(new MalformedRollback()))
                    .hasMessageContaining("$MalformedRollback#dropTariff has an unusable version: \"1.1\" is");
        }

        @Test
        void ofACondition() {
            assertRefused(ErrorCode.MALFORMED_VERSION, () -> RegistryBuilderTest.build(new MalformedCondition()))
                    .hasMessageContaining("$MalformedCondition#noReading has an unusable version: \"1.1.0 \" is");
        }

        @Test
        void zero() {
            assertRefused(ErrorCode.MALFORMED_VERSION, () -> RegistryBuilderTest.build(new Zero()))
                    .hasMessageStartingWith("UPG-102 " + HERE + "$Zero#addTariff is registered for version 0.0.0:");
            assertRefused(
                    ErrorCode.MALFORMED_VERSION,
                    () -> new RegistryBuilder().addRollback("0.0.0", UpgradeMode.TRANSACTIONAL, upgrade -> {}));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "1", "1.1", "v1.1.0", " 1.1.0", "1.1.0 ", "1.01.0", "1.1.0-rc.1", "1.1.0+5", "1.1.0\n"})
        void ofLambdas(String version) {
            RegistryBuilder builder = new RegistryBuilder();

            assertRefused(
                            ErrorCode.MALFORMED_VERSION,
                            () -> builder.addUpgrade(Upgrade.transactional(version, upgrade -> {})))
                    .hasMessageStartingWith("UPG-102 lambda for ");
            assertRefused(
                    ErrorCode.MALFORMED_VERSION,
                    () -> builder.addRollback(version, UpgradeMode.TRANSACTIONAL, upgrade -> {}));
            assertRefused(
                            ErrorCode.MALFORMED_VERSION,
                            () -> builder.addCondition(version, "no meter is being read", false, handle -> true))
                    .hasMessageStartingWith("UPG-102 lambda \"no meter is being read\" in " + HERE);
            assertThat(builder.build().upgrades()).isEmpty();
        }
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(ErrorCode code, ThrowingCallable registration) {
        return assertThatThrownBy(registration)
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
