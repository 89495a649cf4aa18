package io.github.dbupgrader.examples.wildlife.upgrades;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AircraftTest {

    @ParameterizedTest
    @CsvSource({
        "B-737-300, Boeing, 737-300",
        "B-747-1/200, Boeing, 747-1/200",
        "B-52H, Boeing, B-52H",
        "B-1B, -, B-1B",
        "C-17A, Boeing, C-17A",
        "EC-135E, Boeing, EC-135E",
        "C-130H, Lockheed, C-130H",
        "LOCKHEED C-130, Lockheed, C-130",
        "C-5A, Lockheed, C-5A",
        "C-500, Cessna, 500",
        "C-172, Cessna, 172",
        "C-177, Cessna, 177",
        "C-182 SKYLAN, Cessna, 182 SKYLAN",
        "MD-80, McDonnell Douglas, MD-80",
        "KC-10A, McDonnell Douglas, KC-10A",
        "A-320, Airbus, A-320",
        "A-10A, -, A-10A",
        "FOKKER F28 MK 4000, Fokker, F28 MK 4000",
        "CL-RJ100/200, Canadair, RJ100/200",
        "BE-58  BARON, Beechcraft, 58  BARON",
        "GULFSTREAM V, Gulfstream, V",
        "GULFAERO IV, Gulfstream, IV",
        "HAWKER-SDLY HS125, -, HAWKER-SDLY HS125",
        "BELL-206, Bell, 206",
        "BELLANCA 260, -, BELLANCA 260"
    })
    void parse_splitsWhereTheNameSaysWhoMadeIt(String text, String manufacturer, String model) {
        Aircraft aircraft = Aircraft.parse(text);

        assertThat(aircraft.manufacturer().orElse("-")).isEqualTo(manufacturer);
        assertThat(aircraft.model()).isEqualTo(model);
    }
}
