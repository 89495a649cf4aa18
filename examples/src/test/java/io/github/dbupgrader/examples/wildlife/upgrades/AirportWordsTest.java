package io.github.dbupgrader.examples.wildlife.upgrades;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AirportWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CHICAGO O'HARE INTL ARPT         | Chicago O'Hare International
            DALLAS/FORT WORTH INTL ARPT      | Dallas-Fort Worth International
            FORT LAUDERDALE/HOLLYWOOD INTL   | Ft. Lauderdale-Hollywood Int'l
            BARKSDALE AIR FORCE BASE ARPT    | Barksdale AFB
            DETROIT METRO WAYNE COUNTY ARPT  | Detroit Metropolitan-Wayne Cty
            EPPLEY AIRFIELD                  | Eppley
            """)
    void of_namesInDifferentForm_areTheSame(String inStrikes, String inAirports) {
        assertThat(AirportWords.of(inStrikes)).isEqualTo(AirportWords.of(inAirports));
    }

    @ParameterizedTest
    @CsvSource({"LOUISVILLE INTL, LOUISVILLE", "PORT COLUMBUS, COLUMBUS"})
    void of_namesThatSayMore_areNotTheSame(String one, String other) {
        assertThat(AirportWords.of(one)).isNotEqualTo(AirportWords.of(other));
    }
}
