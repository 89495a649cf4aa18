package io.github.dbupgrader.examples.wildlife.upgrades;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.examples.wildlife.testing.TestServer;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What became of the real files. */
@Tag("database")
class WildlifeDataTest {

    private static String url = "";

    @BeforeAll
    static void upgrade() {
        url = TestServer.newUpgradedDatabase();
    }

    /** All fifty names, each looked up by hand. */
    @Test
    void link_ofEachName_isTheRightAirport() {
        assertThat(list("select distinct airport_name || ' = ' || coalesce(airport, '-') from strikes"))
                .containsExactlyInAnyOrder(
                        "ATLANTA INTL = ATL",
                        "ATLANTIC CITY INTL = ACY",
                        "AUSTIN-BERGSTROM INTL = AUS",
                        "BALTIMORE WASH INTL = BWI",
                        "BARKSDALE AIR FORCE BASE ARPT = -",
                        "CHARLESTON AFB/INTL ARPT = CHS",
                        "CHARLOTTE/DOUGLAS INTL ARPT = CLT",
                        "CHICAGO MIDWAY INTL ARPT = MDW",
                        "CHICAGO O'HARE INTL ARPT = ORD",
                        "CINCINNATI/NORTHERN KENTUCKY INTL ARPT = CVG",
                        "CLEVELAND-HOPKINS INTL ARPT = CLE",
                        "DALLAS/FORT WORTH INTL ARPT = DFW",
                        "DENVER INTL AIRPORT = DEN",
                        "DETROIT METRO WAYNE COUNTY ARPT = DTW",
                        "EPPLEY AIRFIELD = OMA",
                        "FORT LAUDERDALE/HOLLYWOOD INTL = FLL",
                        "GEORGE BUSH INTERCONTINENTAL = IAH",
                        "GREATER PITTSBURGH = PIT",
                        "HONOLULU INTL ARPT = HNL",
                        "HOUSTON-HOBBY = HOU",
                        "INDIANAPOLIS INTL = IND",
                        "JOHN F KENNEDY INTL = JFK",
                        "KANSAS CITY INTL = MCI",
                        "LAGUARDIA NY = LGA",
                        "LAMBERT-ST LOUIS INTL = STL",
                        "LIHUE ARPT = LIH",
                        "LOGAN INTL = BOS",
                        "LOS ANGELES INTL = LAX",
                        "LOUISVILLE INTL ARPT = SDF",
                        "MEMPHIS INTL = MEM",
                        "METRO OAKLAND INTL = OAK",
                        "MINETA SAN JOSE INTL = SJC",
                        "MINNEAPOLIS-ST PAUL INTL = MSP",
                        "NASHVILLE INTL = BNA",
                        "NEW ORLEANS INTL = MSY",
                        "NEWARK LIBERTY INTL ARPT = EWR",
                        "ORLANDO INTL = MCO",
                        "PHILADELPHIA INTL = PHL",
                        "PHOENIX SKY HARBOR = PHX",
                        "PORT COLUMBUS INTL = CMH",
                        "PORTLAND INTL (OR) = PDX",
                        "RONALD REAGAN WASHINGTON NATL = DCA",
                        "SACRAMENTO INTL = SMF",
                        "SALT LAKE CITY INTL = SLC",
                        "SAN ANTONIO INTL = SAT",
                        "SAN FRANCISCO INTL ARPT = SFO",
                        "SEATTLE-TACOMA INTL = SEA",
                        "TETERBORO AIRPORT = TEB",
                        "WASHINGTON DULLES INTL ARPT = IAD",
                        "WILL ROGERS WORLD ARPT = OKC");
    }

    @Test
    void strikes_linkedAndNot_areAllOfThem() {
        assertThat(list("""
                        select count(airport) || ' + ' || (select sum(strikes) from unlinked_airport_names) || ' = ' || count(*)
                        from strikes
                        """)).containsExactly("9565 + 435 = 10000");
    }

    @Test
    void types_afterTheUpgrades_areThoseOfNumbersAndDates() {
        assertThat(list("""
                        select attname || ' ' || format_type(atttypid, atttypmod) from pg_attribute
                        where attrelid = 'strikes'::regclass and attnum > 0 and not attisdropped and atttypid <> 'text'::regtype
                        order by attnum
                        """))
                .containsExactly(
                        "id bigint",
                        "flown_on date",
                        "other_usd numeric(12,2)",
                        "repair_usd numeric(12,2)",
                        "total_usd numeric(12,2)",
                        "speed_knots integer",
                        "usd_2002 numeric(12,2)");
        assertThat(list("select count(*) - count(speed_knots) || ' of ' || count(flown_on) from strikes"))
                .as("rows without speed, as in the file")
                .containsExactly("2836 of 10000");
    }

    @Test
    void animals_ofAllStrikes_areTold() {
        assertThat(
                        list(
                                "select animal_kind || ' ' || count(*) from strikes group by animal_kind order by count(*) desc"))
                .containsExactly("bird 9311", "bird or bat 629", "mammal 60");
        assertThat(
                        list(
                                "select count(*)::text from strikes where animal_family is null and species !~ '^Unknown bird'"))
                .containsExactly("0");
    }

    @Test
    void positions_ofAllAirports_areThoseOfTheFile() {
        assertThat(
                        list(
                                "select count(*)::text from airports where position ~= point(longitude::float8, latitude::float8)"))
                .containsExactly("3376");
    }

    /** The dearest strike of all, by hand: 7043545 dollars of 1998 at 179.9 / 163.0. */
    @Test
    void costs_inDollarsOf2002_areThoseOfTheIndex() {
        assertThat(list("select usd_2002::text from strikes order by total_usd desc limit 1"))
                .containsExactly("7773826.66");
        assertThat(list("select count(*)::text from strikes where usd_2002 >= total_usd"))
                .containsExactly("10000");
        assertThat(list("select (sum(f.usd_2002) = (select sum(usd_2002) from strikes))::text from costs_by_family f"))
                .containsExactly("true");
    }

    @Test
    void index_isValid() {
        assertThat(list("select indisvalid::text from pg_index where indexrelid = 'strikes_by_airport'::regclass"))
                .containsExactly("true");
    }

    @Test
    void summary_countsLinkedStrikes() {
        assertThat(list("select sum(strikes)::text from strikes_by_year")).containsExactly("9565");
    }

    private static List<String> list(String sql) {
        return Jdbi.create(url)
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
