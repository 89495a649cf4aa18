package io.github.dbupgrader.examples.metrics.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** The files that the other examples have, where metrics can query them: strikes and airports in PostgreSQL, weather in DuckDB. */
final class DataFiles {

    private static final String WILDLIFE = "/io/github/dbupgrader/examples/wildlife/upgrades/";
    private static final String WEATHER = "/io/github/dbupgrader/examples/energy/upgrades/seattle-weather.csv";

    private DataFiles() {}

    static void loadWildlife(Connection connection) throws IOException, SQLException {
        try (InputStream script = open("wildlife.sql");
                Statement statement = connection.createStatement()) {
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        copy(connection, "airports.csv", "wildlife.airports");
        copy(
                connection,
                "birdstrikes.csv",
                "wildlife.strikes (airport_name, aircraft, damage, flown_on, operator,"
                        + " origin_state, phase, wildlife_size, species, time_of_day, other_usd, repair_usd, total_usd, speed_knots)");
    }

    private static void copy(Connection connection, String file, String target) throws IOException, SQLException {
        try (InputStream rows = open(WILDLIFE + file)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + target + " from stdin (format csv, header, encoding 'UTF8')", rows);
        }
    }

    /** {@return a DuckDB file with the weather, in a directory} */
    static Path loadWeather(Path directory) throws IOException, SQLException {
        Path csv = directory.resolve("seattle-weather.csv");
        Path database = directory.resolve("weather.duckdb");
        try (InputStream rows = open(WEATHER)) {
            Files.copy(rows, csv);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table weather as select date as day, precipitation as rain_mm, temp_max, temp_min,"
                            + " wind, weather as kind from read_csv('"
                            + csv.toString().replace("'", "''") + "')");
        }
        return database;
    }

    private static InputStream open(String name) throws IOException {
        InputStream input = DataFiles.class.getResourceAsStream(name);
        if (input == null) {
            throw new IOException(name + " is not on the class path");
        }
        return input;
    }
}
