package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SecretMaskProperties {

    /** Marks at both ends tell whether any part of a secret has come through. */
    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .withChars("ab \t\n'\"\\$;()=%-/*@&")
                .ofMaxLength(12)
                .map(middle -> "Q7z" + middle + "z7Q");
    }

    @Provide
    Arbitrary<String> surroundings() {
        return Arbitraries.of(
                "%s",
                "select 1; %s; select 2",
                "do $body$ begin %s; end $body$",
                "-- first\n%s",
                "create function f() returns void begin atomic %s; end");
    }

    @Provide
    Arbitrary<String> statements() {
        return Combinators.combine(secrets(), Arbitraries.integers().between(0, 5))
                .as((secret, form) -> switch (form) {
                    case 0 -> "alter role x password " + Literal.quote(secret);
                    case 1 -> "ALTER ROLE x ENCRYPTED PASSWORD E" + escaped(secret);
                    case 2 ->
                        "create user mapping for x server s options (user 'u', password " + Literal.quote(secret) + ")";
                    case 3 -> "alter subscription s connection " + Literal.quote("host=h password=" + secret);
                    case 4 -> "select dblink_connect(" + Literal.quote("host=h password=" + conninfo(secret)) + ")";
                    default -> "create role x password\n$Q$" + secret + "$Q$";
                });
    }

    @Property
    void noPartOfASecretComesThrough(
            @ForAll("statements") String statement, @ForAll("surroundings") String surroundings) {
        String masked = SecretMask.mask(surroundings.replace("%s", statement));

        assertThat(masked).doesNotContain("Q7z").doesNotContain("z7Q");
    }

    @Property
    void aCutTextLosesTheSecretToo(@ForAll("statements") String statement, @ForAll int seed) {
        String cut = statement.substring(0, Math.floorMod(seed, statement.length() + 1));

        assertThat(SecretMask.mask(cut)).doesNotContain("Q7z").doesNotContain("z7Q");
    }

    @Property
    void neverThrowsAndIsStable(@ForAll("noise") String text) {
        String masked = SecretMask.mask(text);

        assertThat(SecretMask.mask(masked)).isEqualTo(masked);
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.of(
                        "password",
                        "options",
                        "connection",
                        "server",
                        "create",
                        "user",
                        "mapping",
                        "format",
                        "'",
                        "''",
                        "\"",
                        "$$",
                        "$a$",
                        "E'",
                        "\\",
                        "--",
                        "/*",
                        "*/",
                        "(",
                        ")",
                        ";",
                        "=",
                        ":",
                        "://",
                        "@",
                        "u",
                        "?",
                        "&",
                        " ",
                        "\n",
                        "host=",
                        "%")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    private static String escaped(String secret) {
        return "'" + secret.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String conninfo(String secret) {
        return "'" + secret.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
