package io.github.dbupgrader.examples.wildlife.upgrades;

import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import java.io.IOException;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/** 1.0.0: the first tables, and the two files that they are loaded from. It has no rollback: before it there was nothing. */
final class LoadFiles {

    private static final CsvFile AIRPORTS =
            new CsvFile("airports.csv", "iata,name,city,state,country,latitude,longitude");
    private static final CsvFile STRIKES = new CsvFile(
            "birdstrikes.csv",
            "Airport Name,Aircraft Make Model,Effect Amount of damage,Flight Date,Aircraft Airline Operator,Origin State,"
                    + "Phase of flight,Wildlife Size,Wildlife Species,Time of day,Cost Other,Cost Repair,Cost Total $,"
                    + "Speed IAS in knots");

    @RegisterUpgrade(value = "1.0.0", description = "Airports and strikes as in their files, all columns text")
    void createAndLoad(UpgradeContext upgrade, Handle handle) throws IOException, SQLException {
        upgrade.script("1.0.0.sql");
        AIRPORTS.copyInto("airports (iata, name, city, state, country, latitude, longitude)", handle, upgrade);
        STRIKES.copyInto(
                "strikes (airport_name, aircraft, damage, flight_date, operator, origin_state, phase, wildlife_size, species,"
                        + " time_of_day, cost_other, cost_repair, cost_total, speed)",
                handle,
                upgrade);
    }
}
