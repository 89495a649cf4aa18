package io.github.dbupgrader.plan;

import static io.github.dbupgrader.plan.Given.rules;
import static io.github.dbupgrader.plan.Given.v;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.api.DevelopmentPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlanRulesTest {

    @DisplayName(
            "upgrades 10, upgrades 51: a development version counts as none, or by policy as the release it leads to")
    @Test
    void release_dependsOnThePolicy() {
        assertThat(rules("1.4.0").release()).contains(v("1.4.0"));
        assertThat(rules("1.4.0", DevelopmentPolicy.TREAT_AS_RELEASE).release()).contains(v("1.4.0"));
        assertThat(rules("1.4.0-SNAPSHOT").release()).isEmpty();
        assertThat(rules("1.4.0-SNAPSHOT", DevelopmentPolicy.TREAT_AS_RELEASE).release())
                .contains(v("1.4.0"));
        assertThat(rules("dev", DevelopmentPolicy.TREAT_AS_RELEASE).release()).isEmpty();
    }
}
