package io.github.dbupgrader.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ChecksumProperties {

    /** Few characters, digits and the separator among them, so that other splits of one text and forged lengths come up often. */
    @Provide
    Arbitrary<List<String>> parts() {
        Arbitrary<String> part = Arbitraries.oneOf(
                Arbitraries.strings().withChars("a1:").ofMaxLength(4),
                Arbitraries.strings().ofMaxLength(3));
        return part.list().ofMaxSize(4);
    }

    @Label("upgrades 59: equal declarations have equal checksums, others have others")
    @Property
    void of_equalExactlyWhenThePartsAre(@ForAll("parts") List<String> a, @ForAll("parts") List<String> b) {
        assertThat(checksum(a).equals(checksum(b))).isEqualTo(sameBytes(a, b));
    }

    @Property
    void of_otherSplitOfOneText_differs(@ForAll("parts") List<String> parts) {
        String joined = String.join("", parts);

        assertThat(checksum(parts).equals(checksum(List.of(joined)))).isEqualTo(parts.equals(List.of(joined)));
        for (int i = 0; i < joined.length(); i++) {
            assertThat(Checksum.of(joined.substring(0, i), joined.substring(i)))
                    .isNotEqualTo(checksum(List.of(joined)));
        }
    }

    /** What is recorded in databases must be recognised by later releases. */
    @Example
    void of_isSha256OfLengthsAndParts() {
        assertThat(Checksum.of("ab", "ü"))
                .isEqualTo("4fff08fde3e97d9adada1d139ea6bef74db2030294c660324bfaaa9194caa44b");
        assertThat(Checksum.of()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    private static String checksum(List<String> parts) {
        return Checksum.of(parts.toArray(String[]::new));
    }

    /** Half a surrogate pair has no UTF-8 and becomes a question mark. */
    private static boolean sameBytes(List<String> a, List<String> b) {
        return utf8(a).equals(utf8(b));
    }

    private static List<String> utf8(List<String> parts) {
        return parts.stream()
                .map(p -> new String(p.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .toList();
    }
}
