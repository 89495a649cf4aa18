package io.github.dbupgrader.examples.energy.service;

import io.github.dbupgrader.examples.energy.service.Journal.Cell;
import io.github.dbupgrader.examples.energy.service.Journal.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SplittableRandom;

/** Reads what the ingestors wrote, under the names that its release knows, and complains if it is not what they wrote. */
final class Api implements Program {

    private static final int MONTHLY_EVERY = 20;
    private static final long SEED = 20_180_101;

    private final Release release;
    private final Journal journal;
    private final SplittableRandom random = new SplittableRandom(SEED);

    Api(Release release, Journal journal) {
        this.release = release;
        this.journal = journal;
    }

    @Override
    public Round begin(Connection connection, Meter meter) throws SQLException {
        Round energy = energy(connection, meter);
        Round milk = rows(
                connection,
                meter,
                "select device_id, day, milk_litres" + (release.knowsQuality() ? ", quality_score" : "")
                        + " from dairy_production order by day desc limit 10");
        Round water = release.knowsWater()
                ? rows(
                        connection,
                        meter,
                        "select id, device_id, ts, liters from water_consumption order by ts desc limit 10")
                : number -> {};
        Round monthly = release.knowsMonthlyEnergy()
                ? rows(
                        connection,
                        meter,
                        "select month, device_id, total_kwh, reading_count from v_energy_monthly limit 12")
                : number -> {};
        return number -> {
            energy.run(number);
            milk.run(number);
            water.run(number);
            if (number % MONTHLY_EVERY == 0) {
                monthly.run(number);
            }
        };
    }

    /** A reading that was committed before it asks must be there, whatever its column was called where it was written. */
    private Round energy(Connection connection, Meter meter) throws SQLException {
        PreparedStatement select = connection.prepareStatement("select device_id, ts, " + release.energy()
                + " from fact_energy_hourly where device_id = ? and ts = ?");
        return number -> {
            Optional<Cell> written = journal.any(Column.ENERGY, random);
            if (written.isPresent()) {
                Cell key = written.get();
                int position = journal.position(key);
                select.setInt(1, key.device());
                select.setObject(2, key.at());
                Optional<Double> found = meter.time(() -> value(select));
                if (found.isEmpty() || !journal.isRightSince(key, position, found.get())) {
                    meter.complain("%s = %s was read, which is not what was written: %s"
                            .formatted(release.energy(), found, key));
                }
            }
        };
    }

    private static Optional<Double> value(PreparedStatement select) throws SQLException {
        try (ResultSet result = select.executeQuery()) {
            return result.next() ? Optional.ofNullable(result.getObject(3, Double.class)) : Optional.empty();
        }
    }

    private static Round rows(Connection connection, Meter meter, String sql) throws SQLException {
        PreparedStatement select = connection.prepareStatement(sql);
        return number -> meter.time(() -> {
            int rows = 0;
            try (ResultSet result = select.executeQuery()) {
                while (result.next()) {
                    rows++;
                }
            }
            return rows;
        });
    }
}
