package io.github.dbupgrader.examples.energy.service;

import io.github.dbupgrader.examples.energy.service.Feed.Energy;
import io.github.dbupgrader.examples.energy.service.Feed.Milk;
import io.github.dbupgrader.examples.energy.service.Feed.Water;
import io.github.dbupgrader.examples.energy.service.Journal.Cell;
import io.github.dbupgrader.examples.energy.service.Journal.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes readings, each committed by itself, and corrects some of them; under the names that its release knows. */
final class Ingestor implements Program {

    private static final int CORRECT_EVERY = 4;

    private final Release release;
    private final Feed feed;
    private final Journal journal;

    Ingestor(Release release, Feed feed, Journal journal) {
        this.release = release;
        this.feed = feed;
        this.journal = journal;
    }

    @Override
    public Round begin(Connection connection, Meter meter) throws SQLException {
        Round energy = energy(connection, meter);
        Round milk = milk(connection, meter);
        Round water = release.knowsWater() ? water(connection, meter) : number -> {};
        return number -> {
            energy.run(number);
            milk.run(number);
            water.run(number);
        };
    }

    private Round energy(Connection connection, Meter meter) throws SQLException {
        PreparedStatement insert = connection.prepareStatement(
                "insert into fact_energy_hourly (device_id, ts, " + release.energy() + ") values (?, ?, ?)");
        PreparedStatement correct = connection.prepareStatement(
                "update fact_energy_hourly set " + release.energy() + " = ? where device_id = ? and ts = ?");
        return number -> {
            Energy reading = feed.nextEnergy();
            Cell key = new Cell(Column.ENERGY, reading.device(), reading.at());
            insert.setInt(1, reading.device());
            insert.setObject(2, reading.at());
            insert.setDouble(3, reading.kwh());
            journal.write(key, reading.kwh(), () -> once(meter, insert));
            if (number % CORRECT_EVERY == 0) {
                double corrected = reading.kwh() + 1;
                correct.setDouble(1, corrected);
                correct.setInt(2, reading.device());
                correct.setObject(3, reading.at());
                journal.write(key, corrected, () -> once(meter, correct));
            }
        };
    }

    private Round milk(Connection connection, Meter meter) throws SQLException {
        PreparedStatement insert = connection.prepareStatement(
                release.knowsQuality()
                        ? "insert into dairy_production (device_id, day, milk_litres, quality_score) values (?, ?, ?, ?)"
                        : "insert into dairy_production (device_id, day, milk_litres) values (?, ?, ?)");
        return number -> {
            Milk milk = feed.nextMilk();
            insert.setInt(1, Feed.MILKING_PARLOUR);
            insert.setObject(2, milk.day());
            insert.setBigDecimal(3, milk.litres());
            Cell key = milk(Column.MILK, milk);
            if (release.knowsQuality()) {
                insert.setBigDecimal(4, milk.quality());
                Cell quality = milk(Column.QUALITY, milk);
                journal.write(
                        key, milk.litres(), () -> journal.write(quality, milk.quality(), () -> once(meter, insert)));
            } else {
                journal.write(key, milk.litres(), () -> once(meter, insert));
            }
        };
    }

    private static Cell milk(Column column, Milk milk) {
        return new Cell(column, Feed.MILKING_PARLOUR, milk.day().atStartOfDay());
    }

    private Round water(Connection connection, Meter meter) throws SQLException {
        PreparedStatement insert =
                connection.prepareStatement("insert into water_consumption (device_id, ts, liters) values (?, ?, ?)");
        return number -> {
            Water water = feed.nextWater();
            insert.setInt(1, Feed.WATER_METER);
            insert.setObject(2, water.at());
            insert.setBigDecimal(3, water.liters());
            Cell key = new Cell(Column.WATER, Feed.WATER_METER, water.at());
            journal.write(key, water.liters(), () -> once(meter, insert));
        };
    }

    private static void once(Meter meter, PreparedStatement statement) throws SQLException {
        int rows = meter.time(statement::executeUpdate);
        if (rows != 1) {
            throw new SQLException(rows + " rows written instead of 1");
        }
    }
}
