package io.github.dbupgrader.examples.wildlife.upgrades;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AirportDirectoryTest {

    private final AirportDirectory directory = new AirportDirectory(List.of(
            new Airport("PDX", "Portland Intl", "Portland", "OR"),
            new Airport("PWM", "Portland International Jetport", "Portland", "ME"),
            new Airport("HIO", "Portland-Hillsboro", "Hillsboro", "OR"),
            new Airport("HOU", "William P Hobby", "Houston", "TX"),
            new Airport("X1", "Chambers County", "Anahuac", "TX"),
            new Airport("X2", "Chambers County", "Winnie", "TX"),
            new Airport("X3", "International", "Edinburg", "TX"),
            new Airport("IAD", "Washington Dulles International", "Chantilly", "VA"),
            new Airport("EWR", "Newark Intl", "Newark", "NJ")));

    @Test
    void find_sameWordsInTheSameState_isTheAirport() {
        assertThat(code("PORTLAND INTL ARPT", "Oregon")).isEqualTo("PDX");
        assertThat(code("portland international jetport", "Maine")).isEqualTo("PWM");
    }

    @Test
    void find_wordsOfNameAndCity_isTheAirport() {
        assertThat(code("HOUSTON-HOBBY", "Texas")).isEqualTo("HOU");
    }

    @Test
    void find_moreWordsThanTheAirportHas_isTheAirport() {
        assertThat(code("NEWARK LIBERTY INTL", "New Jersey")).isEqualTo("EWR");
    }

    @Test
    void find_airportOfTheCapital_isInANeighbouringState() {
        assertThat(code("WASHINGTON DULLES INTL ARPT", "DC")).isEqualTo("IAD");
    }

    @Test
    void find_twoThatFit_isNeither() {
        assertThat(code("CHAMBERS COUNTY", "Texas")).isEqualTo("-");
        assertThat(code("PORTLAND", "Oregon")).isEqualTo("-");
    }

    @Test
    void find_nothingInCommonButInternational_isNone() {
        assertThat(code("EL PASO INTL", "Texas")).isEqualTo("-");
    }

    @Test
    void find_otherOrUnknownState_isNone() {
        assertThat(code("NEWARK INTL", "Ohio")).isEqualTo("-");
        assertThat(code("NEWARK INTL", "Atlantis")).isEqualTo("-");
    }

    private String code(String name, String state) {
        return directory.find(name, state).map(Airport::iata).orElse("-");
    }
}
