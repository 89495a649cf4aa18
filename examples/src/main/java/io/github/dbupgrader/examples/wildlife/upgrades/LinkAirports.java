package io.github.dbupgrader.examples.wildlife.upgrades;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * 1.2.0: strikes are linked to airports by name.
 *
 * <p>Fifty names stand against thousands of airports, so the comparison is made in Java, where its rules can be read and tested: see {@link AirportDirectory}.
 */
final class LinkAirports {

    @RegisterUpgrade(value = "1.2.0", description = "Strikes linked to airports by name", compatibleFrom = "1.0.0")
    void linkByName(UpgradeContext upgrade, Handle handle) {
        upgrade.script("1.2.0.sql");
        AirportDirectory directory = new AirportDirectory(airports(handle));
        List<NameInStrikes> names = names(handle);
        List<NameInStrikes> unlinked = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            NameInStrikes name = names.get(i);
            Optional<Airport> airport = directory.find(name.airportName(), name.originState());
            airport.ifPresentOrElse(a -> link(handle, name, a), () -> unlinked.add(name));
            upgrade.progress("names of airports", i + 1, names.size());
        }
        keep(handle, unlinked);
    }

    @RegisterRollback(value = "1.2.0", description = "Links to airports dropped")
    void unlink(Handle handle) {
        handle.execute("drop table unlinked_airport_names");
        handle.execute("alter table strikes drop column airport");
    }

    private static List<Airport> airports(Handle handle) {
        return handle.createQuery("select iata, name, city, state from airports")
                .map((row, context) -> new Airport(
                        row.getString("iata"), row.getString("name"), row.getString("city"), row.getString("state")))
                .list();
    }

    private static List<NameInStrikes> names(Handle handle) {
        return handle.createQuery("""
                        select airport_name, origin_state, count(*) as strikes
                        from strikes
                        group by airport_name, origin_state
                        order by airport_name, origin_state
                        """)
                .map((row, context) -> new NameInStrikes(
                        row.getString("airport_name"), row.getString("origin_state"), row.getInt("strikes")))
                .list();
    }

    private static void link(Handle handle, NameInStrikes name, Airport airport) {
        handle.createUpdate("update strikes set airport = :iata where airport_name = :name and origin_state = :state")
                .bind("iata", airport.iata())
                .bind("name", name.airportName())
                .bind("state", name.originState())
                .execute();
    }

    private static void keep(Handle handle, List<NameInStrikes> unlinked) {
        PreparedBatch batch = handle.prepareBatch(
                "insert into unlinked_airport_names (airport_name, origin_state, strikes) values (:name, :state, :strikes)");
        for (NameInStrikes name : unlinked) {
            batch.bind("name", name.airportName())
                    .bind("state", name.originState())
                    .bind("strikes", name.strikes())
                    .add();
        }
        batch.execute();
    }

    private record NameInStrikes(String airportName, String originState, int strikes) {}
}
