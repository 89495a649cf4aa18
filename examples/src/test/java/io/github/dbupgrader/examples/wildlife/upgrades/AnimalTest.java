package io.github.dbupgrader.examples.wildlife.upgrades;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnimalTest {

    @ParameterizedTest
    @CsvSource({
        "Ring-billed gull, bird, gulls",
        "Canada goose, bird, ducks and geese",
        "Pacific golden-plover, bird, plovers",
        "Meadowlarks, bird, blackbirds",
        "Horned lark, bird, larks",
        "White-tailed deer, mammal, deer",
        "Coyote, mammal, dogs",
        "Unknown bird - small, bird, -",
        "Unknown bird or bat, bird or bat, -"
    })
    void parse_ofASpecies_tellsKindAndFamily(String species, String kind, String family) {
        Animal animal = Animal.parse(species).orElseThrow();

        assertThat(animal.kind()).isEqualTo(kind);
        assertThat(animal.family().orElse("-")).isEqualTo(family);
    }

    @Test
    void parse_ofAnUnknownFamily_isEmpty() {
        assertThat(Animal.parse("American alligator")).isEqualTo(Optional.empty());
    }
}
