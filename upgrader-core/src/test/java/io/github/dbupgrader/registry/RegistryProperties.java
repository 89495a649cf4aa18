package io.github.dbupgrader.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.UniqueElements;

class RegistryProperties {

    /** Numbers around ten, where order as text and as numbers differ. */
    @Provide
    Arbitrary<SchemaVersion> versions() {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 12);
        return Combinators.combine(number, number, number)
                .as(SchemaVersion::new)
                .filter(v -> !v.equals(SchemaVersion.ZERO));
    }

    @Label("upgrades 3: 1.10.0 comes after 1.9.0, whatever the registration order")
    @Property
    void upgrades_anyRegistrationOrder_areAscending(
            @ForAll @UniqueElements List<@From("versions") SchemaVersion> versions) {
        RegistryBuilder builder = new RegistryBuilder();
        versions.forEach(v -> builder.addUpgrade(Upgrade.transactional(v.toString(), upgrade -> {})));
        Set<SchemaVersion> ascending = new TreeSet<>(versions);

        assertThat(builder.build().upgrades().keySet()).containsExactlyElementsOf(ascending);
    }
}
