package io.github.dbupgrader.version;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SchemaVersionProperties {

    @Provide
    Arbitrary<SchemaVersion> versions() {
        Arbitrary<Integer> number = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 12), Arbitraries.integers().greaterOrEqual(0));
        return Combinators.combine(number, number, number).as(SchemaVersion::new);
    }

    @Property
    void textRoundTrips(@ForAll("versions") SchemaVersion version) {
        assertThat(SchemaVersion.parse(version.toString())).isEqualTo(version);
    }

    @Property
    void whatParsesIsWrittenTheSame(@ForAll String text) {
        assertThat(SchemaVersion.tryParse(text).map(SchemaVersion::toString).orElse(text))
                .isEqualTo(text);
    }

    @Property
    void orderIsTotalAndAgreesWithEquality(
            @ForAll("versions") SchemaVersion a,
            @ForAll("versions") SchemaVersion b,
            @ForAll("versions") SchemaVersion c) {
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
        assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
        if (a.isAtMost(b) && b.isAtMost(c)) {
            assertThat(a.isAtMost(c)).isTrue();
        }
        assertThat(a.max(b)).isEqualTo(b.max(a)).isIn(a, b);
    }
}
