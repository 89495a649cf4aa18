package io.github.dbupgrader.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.api.UpgradeCondition;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.version.SchemaVersion;
import java.io.IOException;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RegistryBuilderTest {

    private static final String HERE = RegistryBuilderTest.class.getName();
    private static final SchemaVersion V110 = SchemaVersion.parse("1.1.0");

    static class Farm {
        @RegisterUpgrade(value = "1.1.0", description = "Tariffs", compatibleFrom = "1.0.0", retry = false)
        void addTariff(Handle handle) {}

        @RegisterUpgrade(value = "1.2.0", mode = UpgradeMode.ONLINE)
        void indexTariff(UpgradeContext upgrade) {}

        @RegisterRollback(value = "1.1.0", description = "No tariffs", retry = false)
        void dropTariff(Handle handle) {}

        @RegisterRollback(value = "1.2.0", mode = UpgradeMode.ONLINE)
        void dropIndex(UpgradeContext upgrade) {}

        @UpgradeCondition(value = "1.2.0", description = "no meter is being read", skippable = true)
        boolean noReading(Handle handle) {
            return true;
        }
    }

    @DisplayName("upgrades 6: an annotated method is kept with all that its annotation says")
    @Test
    void addObject_annotatedMethods_areKeptAsAnnotated() {
        Registry registry = build(new Farm());

        assertThat(registry.upgrades().keySet()).containsExactly(V110, SchemaVersion.parse("1.2.0"));
        RegisteredMethod tariff = registry.upgrades().get(V110);
        assertThat(tariff.mode()).isEqualTo(UpgradeMode.TRANSACTIONAL);
        assertThat(tariff.isOnline()).isFalse();
        assertThat(tariff.description()).isEqualTo("Tariffs");
        assertThat(tariff.compatibleFrom()).isEqualTo(SchemaVersion.parse("1.0.0"));
        assertThat(tariff.retry()).isFalse();
        assertThat(tariff.origin()).isEqualTo(HERE + "$Farm#addTariff");
        assertThat(tariff.owner()).contains(Farm.class);

        RegisteredMethod index = registry.upgrades().get(SchemaVersion.parse("1.2.0"));
        assertThat(index.isOnline()).isTrue();
        assertThat(index.description()).isEmpty();
        assertThat(index.retry()).isTrue();
        assertThat(index.compatibleFrom()).as("undeclared: its own version").isEqualTo(index.version());
    }

    @DisplayName("upgrades 63: a rollback is kept beside its upgrade")
    @Test
    void addObject_rollbacks_areKept() {
        Registry registry = build(new Farm());

        RegisteredMethod drop = registry.rollback(V110).orElseThrow();
        assertThat(drop.origin()).isEqualTo(HERE + "$Farm#dropTariff");
        assertThat(drop.description()).isEqualTo("No tariffs");
        assertThat(drop.retry()).isFalse();
        assertThat(drop.owner()).contains(Farm.class);
        assertThat(registry.rollback(SchemaVersion.parse("1.2.0")).orElseThrow().isOnline())
                .isTrue();
        assertThat(registry.rollback(SchemaVersion.parse("1.3.0"))).isEmpty();
    }

    @DisplayName("upgrades 58: conditions belong to a version, in the order of registration, some skippable")
    @Test
    void conditions_ofOneVersion_inOrderOfRegistration() throws Exception {
        RegistryBuilder builder = new RegistryBuilder();
        builder.addCondition("1.2.0", "a first one", false, handle -> false);
        builder.addObject(new Farm());
        builder.addCondition("1.2.0", "a last one", true, handle -> true);
        builder.addCondition("1.1.0", "another", true, handle -> true);
        Registry registry = builder.build();

        assertThat(registry.conditions(SchemaVersion.parse("1.2.0")))
                .extracting(RegisteredCondition::description, RegisteredCondition::skippable)
                .containsExactly(
                        tuple("a first one", false), tuple("no meter is being read", true), tuple("a last one", true));
        assertThat(registry.conditions(SchemaVersion.parse("1.2.0"))
                        .get(0)
                        .check()
                        .test(Pretended.handle()))
                .isFalse();
        assertThat(registry.conditions(SchemaVersion.parse("1.2.0"))
                        .get(1)
                        .check()
                        .test(Pretended.handle()))
                .isTrue();
        assertThat(registry.conditions(SchemaVersion.parse("9.9.9"))).isEmpty();
    }

    @DisplayName("upgrades 6: an upgrade as a value says all that an annotation can")
    @Test
    void addUpgrade_value_isKeptAsItIs() {
        RegistryBuilder builder = new RegistryBuilder();
        builder.addUpgrade(Upgrade.online("1.1.0", upgrade -> {})
                .description("Tariffs")
                .compatibleFrom("1.0.0")
                .withoutRetry());
        builder.addRollback("1.1.0", UpgradeMode.ONLINE, upgrade -> {});
        Registry registry = builder.build();

        RegisteredMethod upgrade = registry.upgrades().get(V110);
        assertThat(upgrade.isOnline()).isTrue();
        assertThat(upgrade.description()).isEqualTo("Tariffs");
        assertThat(upgrade.compatibleFrom()).isEqualTo(SchemaVersion.parse("1.0.0"));
        assertThat(upgrade.retry()).isFalse();
        assertThat(upgrade.origin()).isEqualTo("lambda for 1.1.0 in " + HERE);
        assertThat(upgrade.owner()).as("a lambda has no class for its scripts").isEmpty();

        RegisteredMethod rollback = registry.rollback(V110).orElseThrow();
        assertThat(rollback.isOnline()).isTrue();
        assertThat(rollback.retry()).isTrue();
        assertThat(rollback.description()).as("that of its upgrade").isEqualTo("Tariffs");
        assertThat(rollback.origin()).isEqualTo("lambda for 1.1.0 in " + HERE);
    }

    @DisplayName("upgrades 6: a lambda gets the context, and its failure passes through")
    @Test
    void addUpgrade_lambda_isCalledWithTheContext() throws Exception {
        UpgradeContext[] seen = new UpgradeContext[2];
        RegistryBuilder builder = new RegistryBuilder();
        builder.addUpgrade(Upgrade.transactional("1.1.0", upgrade -> seen[0] = upgrade));
        builder.addRollback("1.1.0", UpgradeMode.TRANSACTIONAL, upgrade -> seen[1] = upgrade);
        builder.addUpgrade(Upgrade.transactional("1.2.0", upgrade -> {
            throw new IOException("no file");
        }));
        Registry registry = builder.build();
        UpgradeContext context = Pretended.context();

        registry.upgrades().get(V110).invocation().invoke(context, null);
        registry.rollback(V110).orElseThrow().invocation().invoke(context, null);

        assertThat(seen[0]).isSameAs(context);
        assertThat(seen[1]).isSameAs(context);
        assertThatThrownBy(() -> registry.upgrades()
                        .get(SchemaVersion.parse("1.2.0"))
                        .invocation()
                        .invoke(context, null))
                .isExactlyInstanceOf(IOException.class);
    }

    static class AddTariff implements UpgradeMethod {
        @Override
        public void run(UpgradeContext upgrade) {}
    }

    @Test
    void origin_classInsteadOfLambda_isItsName() {
        RegistryBuilder builder = new RegistryBuilder();
        builder.addUpgrade(Upgrade.transactional("1.1.0", new AddTariff()));
        builder.addUpgrade(Upgrade.transactional("1.2.0", new Farm()::indexTariff));

        assertThat(builder.build().upgrades().values())
                .extracting(RegisteredMethod::origin)
                .containsExactly(HERE + "$AddTariff", "lambda for 1.2.0 in " + HERE);
    }

    @DisplayName("upgrades 5: two upgraders share nothing, and what is built no longer changes")
    @Test
    void build_twoBuilders_shareNothing() {
        RegistryBuilder one = new RegistryBuilder();
        one.addUpgrade(Upgrade.transactional("1.1.0", upgrade -> {}));
        Registry before = one.build();
        RegistryBuilder other = new RegistryBuilder();
        other.addUpgrade(Upgrade.transactional("1.1.0", upgrade -> {}));
        one.addUpgrade(Upgrade.transactional("1.2.0", upgrade -> {}));

        assertThat(before.upgrades()).containsOnlyKeys(V110);
        assertThat(other.build().upgrades()).containsOnlyKeys(V110);
        assertThat(one.build().upgrades()).hasSize(2);
        assertThat(new RegistryBuilder().build().upgrades()).isEmpty();
        assertThatThrownBy(() -> before.upgrades().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @DisplayName("upgrades 5: the same object may be registered with two upgraders")
    @Test
    void addObject_sameObjectTwice_inTwoRegistries() {
        Farm farm = new Farm();

        assertThat(build(farm).upgrades().keySet())
                .isEqualTo(build(farm).upgrades().keySet());
    }

    @Test
    void compatibleFrom_ownVersionOrLess_isAccepted() {
        RegistryBuilder builder = new RegistryBuilder();
        builder.addUpgrade(Upgrade.transactional("1.1.0", upgrade -> {}).compatibleFrom("1.1.0"));
        builder.addUpgrade(Upgrade.transactional("1.2.0", upgrade -> {}).compatibleFrom("0.0.0"));

        assertThat(builder.build().upgrades().values())
                .extracting(RegisteredMethod::compatibleFrom)
                .containsExactly(V110, SchemaVersion.ZERO);
    }

    @Test
    void compatibleFrom_aboveOwnVersion_isRefused() {
        Upgrade upgrade = Upgrade.transactional("1.1.0", u -> {}).compatibleFrom("1.1.1");

        assertThatThrownBy(() -> new RegistryBuilder().addUpgrade(upgrade))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SETTING))
                .hasMessageStartingWith("UPG-106 lambda for 1.1.0 in " + HERE + " declares compatibleFrom 1.1.1:");
    }

    static Registry build(Object... objects) {
        RegistryBuilder builder = new RegistryBuilder();
        for (Object object : objects) {
            builder.addObject(object);
        }
        return builder.build();
    }
}
