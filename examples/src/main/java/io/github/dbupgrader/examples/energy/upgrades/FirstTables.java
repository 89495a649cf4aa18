package io.github.dbupgrader.examples.energy.upgrades;

import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/** 1.0.0: the first tables, and what is made of the two files. It has no rollback: before it there was nothing. */
final class FirstTables {

    @RegisterUpgrade(value = "1.0.0", description = "Devices, hourly energy, dairy production")
    void create(UpgradeContext upgrade, Handle handle) throws IOException, SQLException {
        upgrade.script("1.0.0-tables.sql");
        copy(handle, "iowa", "iowa-electricity.csv");
        copy(handle, "seattle", "seattle-weather.csv");
        upgrade.script("1.0.0-history.sql");
    }

    private static void copy(Handle handle, String table, String file) throws IOException, SQLException {
        try (InputStream input = FirstTables.class.getResourceAsStream(file)) {
            if (input == null) {
                throw new IllegalStateException(file + " is not on the class path beside " + FirstTables.class);
            }
            handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + table + " from stdin (format csv, header)", input);
        }
    }
}
