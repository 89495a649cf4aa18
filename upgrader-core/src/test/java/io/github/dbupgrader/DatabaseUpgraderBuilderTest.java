package io.github.dbupgrader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.api.UpgradeMode;
import java.lang.reflect.Proxy;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@code build()} refuses, and that it does so without a database. */
class DatabaseUpgraderBuilderTest {

    static class Farm {
        @RegisterUpgrade("1.1.0")
        void addTariff(Handle handle) {}
    }

    @DisplayName("upgrades 1: two methods for one version fail at build, named both; nothing touches the database")
    @Test
    void build_oneVersionTwice_isRefused() {
        DatabaseUpgraderBuilder builder = builder()
                .register(new Farm())
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> upgrade.step("x", handle -> {}));

        assertThatThrownBy(builder::build)
                .hasMessageStartingWith("UPG-101 Two upgrades are registered for version 1.1.0: "
                        + getClass().getName() + "$Farm#addTariff and lambda for 1.1.0 in "
                        + getClass().getName() + " both claim it.");
    }

    @DisplayName("upgrades 6: objects, values and lambdas can be registered, and building touches no database")
    @Test
    void build_everythingRight_touchesNoDatabase() {
        assertThat(builder()
                        .register(new Farm())
                        .register(Upgrade.online("1.2.0", upgrade -> {}).description("index"))
                        .register("1.3.0", upgrade -> {})
                        .register("1.4.0", UpgradeMode.ONLINE, upgrade -> {})
                        .registerRollback("1.4.0", UpgradeMode.ONLINE, upgrade -> {})
                        .condition("1.2.0", "no meter is being read", handle -> true)
                        .skippable()
                        .build())
                .isNotNull();
    }

    @DisplayName("upgrades 5: two upgraders in one JVM do not see each other")
    @Test
    void build_twoUpgradersOfOneVersion_doNotMeet() {
        Farm farm = new Farm();

        assertThat(builder().register(farm).build())
                .isNotSameAs(builder().register(farm).build());
    }

    @Test
    void build_twice_givesTwoUpgraders() {
        DatabaseUpgraderBuilder builder = builder().register(new Farm());

        assertThat(builder.build()).isNotSameAs(builder.build());
    }

    @Test
    void build_withoutApplicationVersion_isRefused() {
        assertThatThrownBy(() -> DatabaseUpgrader.forDataSource(untouchable())
                        .register(new Farm())
                        .build())
                .hasMessageStartingWith("UPG-106 The upgrader has no application version:");
    }

    @DisplayName("upgrades 8: providers are those of the component, whether it is named before or after")
    @Test
    void build_providersOfNobody_isRefused() {
        assertThatThrownBy(() ->
                        builder().registerProviders().component("nobody's").build())
                .hasMessageStartingWith("UPG-104 No UpgradeProvider was found for component \"nobody's\":");
    }

    @DisplayName("upgrades 58: skippable() is about the condition before it")
    @Test
    void skippable_withoutCondition_isRefused() {
        assertThatThrownBy(() -> builder().skippable())
                .hasMessageStartingWith("UPG-106 skippable() was called before any condition(…):");
    }

    @DisplayName("upgrades 58: a condition for a version without an upgrade is refused at build")
    @Test
    void build_conditionOfAnUnknownVersion_isRefused() {
        DatabaseUpgraderBuilder builder =
                builder().register(new Farm()).condition("1.2.0", "no meter is being read", handle -> true);

        assertThatThrownBy(builder::build)
                .hasMessageStartingWith("UPG-105 The condition lambda \"no meter is being read\" in "
                        + getClass().getName() + " names version 1.2.0:");
    }

    @Test
    void settings_thatCannotBeUsed_areRefused() {
        assertThatThrownBy(() -> builder().component(" "))
                .hasMessageStartingWith("UPG-106 The setting component is blank:");
        assertThatThrownBy(() -> builder().upgradableFrom("1.0"))
                .hasMessageStartingWith("UPG-102 \"1.0\" is not a version:");
        assertThatThrownBy(() -> builder().applicationVersion(""))
                .hasMessageStartingWith("UPG-106 The application version is blank:");
        assertThatThrownBy(() -> builder().tablePrefix("My").build())
                .hasMessageStartingWith("UPG-106 The table prefix \"My\" cannot be used:");
        assertThatThrownBy(() -> builder().schema("").build())
                .hasMessageStartingWith("UPG-106 \"\" cannot be the name");
        assertThatThrownBy(() -> builder().register(Farm.class).build())
                .hasMessageStartingWith("UPG-103 The class " + Farm.class.getName() + " was registered:");
    }

    @Test
    void nothing_isRefusedWhereSomethingIsNeeded() {
        assertThatNullPointerException()
                .isThrownBy(() -> DatabaseUpgrader.forDataSource(null))
                .withMessage("dataSource");
        assertThatNullPointerException()
                .isThrownBy(() -> builder().register((Object) null))
                .withMessage("upgrades");
    }

    private static DatabaseUpgraderBuilder builder() {
        return DatabaseUpgrader.forDataSource(untouchable()).applicationVersion("1.4.0");
    }

    private static DataSource untouchable() {
        return (DataSource) Proxy.newProxyInstance(
                DatabaseUpgraderBuilderTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    throw new AssertionError("building called " + method);
                });
    }
}
