package io.github.dbupgrader.examples.wildlife.upgrades;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An animal as the strikes name it.
 *
 * @param kind {@code bird}, {@code mammal}, or {@code bird or bat} where nobody could tell
 * @param family such as {@code gulls}; empty where the species is not known
 */
record Animal(String kind, Optional<String> family) {

    /** Families by the last word of a species, which says what it is: a ring-billed gull is a gull. */
    private static final List<Family> FAMILIES = List.of(
            family("mammal", "deer", "deer"),
            family("mammal", "dogs", "coyote"),
            family("bird", "birds of prey", "hawk", "kestrel", "vulture"),
            family("bird", "blackbirds", "blackbirds", "meadowlark", "meadowlarks"),
            family("bird", "crows", "crow"),
            family("bird", "ducks and geese", "goose", "mallard"),
            family("bird", "gulls", "gull"),
            family("bird", "herons", "egret", "heron"),
            family("bird", "larks", "lark"),
            family("bird", "owls", "owl"),
            family("bird", "pigeons and doves", "dove", "pigeon"),
            family("bird", "plovers", "killdeer", "golden-plover"),
            family("bird", "sparrows", "sparrow"),
            family("bird", "starlings", "starling"),
            family("bird", "swallows", "swallow"),
            family("bird", "swifts and nightjars", "nighthawk", "swift"),
            family("bird", "thrushes", "robin"));

    /** {@return the animal of that name; empty where its family is not known here} */
    static Optional<Animal> parse(String species) {
        String name = species.toLowerCase(Locale.ROOT).strip();
        if (name.startsWith("unknown bird")) {
            return Optional.of(new Animal(name.endsWith("or bat") ? "bird or bat" : "bird", Optional.empty()));
        }
        String last = name.substring(name.lastIndexOf(' ') + 1);
        return FAMILIES.stream()
                .filter(family -> family.words().contains(last))
                .map(family -> new Animal(family.kind(), Optional.of(family.name())))
                .findFirst();
    }

    private static Family family(String kind, String name, String... words) {
        return new Family(kind, name, Arrays.asList(words));
    }

    private record Family(String kind, String name, List<String> words) {}
}
