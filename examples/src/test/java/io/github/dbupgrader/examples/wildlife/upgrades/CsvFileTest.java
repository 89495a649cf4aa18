package io.github.dbupgrader.examples.wildlife.upgrades;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.examples.wildlife.testing.TestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("database")
class CsvFileTest {

    @Test
    void copyInto_fileWithOtherColumns_isRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> load(new CsvFile("airports.csv", "name,iata")))
                .rootCause()
                .hasMessage(
                        "airports.csv has other columns than expected: iata,name,city,state,country,latitude,longitude");
    }

    @Test
    void copyInto_missingFile_saysWhereItWasLookedFor() {
        assertThatThrownBy(() -> load(new CsvFile("no-such.csv", "name")))
                .rootCause()
                .hasMessage("no-such.csv is not on the class path beside " + CsvFile.class.getName());
    }

    private static void load(CsvFile file) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(TestServer.newDatabase());
        DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.0.0")
                .register("1.0.0", upgrade -> file.copyInto("airports", upgrade.handle(), upgrade))
                .build()
                .upgrade(UpgradeOptions.defaults().from("0.9.0"));
    }
}
