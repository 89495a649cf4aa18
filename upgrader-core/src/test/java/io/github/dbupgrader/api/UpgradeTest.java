package io.github.dbupgrader.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("upgrades 6: an upgrade as a value")
class UpgradeTest {

    private static final UpgradeMethod METHOD = upgrade -> {};

    @Test
    void defaults_areThoseOfTheAnnotation() throws NoSuchMethodException {
        Upgrade upgrade = Upgrade.transactional("1.1.0", METHOD);

        assertThat(upgrade.version()).isEqualTo("1.1.0");
        assertThat(upgrade.method()).isSameAs(METHOD);
        assertThat(upgrade.mode()).isEqualTo(defaultOf("mode"));
        assertThat(upgrade.description()).isEqualTo(defaultOf("description"));
        assertThat(upgrade.compatibleFrom()).isEqualTo(defaultOf("compatibleFrom"));
        assertThat(upgrade.retry()).isEqualTo(defaultOf("retry"));
        assertThat(Upgrade.online("1.1.0", METHOD).mode()).isEqualTo(UpgradeMode.ONLINE);
    }

    @Test
    void copies_changeOneThingEach() {
        Upgrade upgrade = Upgrade.transactional("1.1.0", METHOD);

        assertThat(upgrade.description("Tariffs"))
                .isEqualTo(new Upgrade("1.1.0", UpgradeMode.TRANSACTIONAL, "Tariffs", "", true, METHOD));
        assertThat(upgrade.compatibleFrom("1.0.0"))
                .isEqualTo(new Upgrade("1.1.0", UpgradeMode.TRANSACTIONAL, "", "1.0.0", true, METHOD));
        assertThat(upgrade.withoutRetry())
                .isEqualTo(new Upgrade("1.1.0", UpgradeMode.TRANSACTIONAL, "", "", false, METHOD));
        assertThat(upgrade).isEqualTo(Upgrade.transactional("1.1.0", METHOD));
    }

    private static Object defaultOf(String attribute) throws NoSuchMethodException {
        return RegisterUpgrade.class.getMethod(attribute).getDefaultValue();
    }
}
