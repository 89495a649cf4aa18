package io.github.dbupgrader.examples.wildlife.upgrades;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** 1.3.0: an index and a summary for the pages of the airports, made while the application goes on reading and writing. */
final class IndexByAirport {

    @RegisterUpgrade(
            value = "1.3.0",
            description = "Strikes of an airport are found quickly",
            mode = UpgradeMode.ONLINE,
            compatibleFrom = "1.0.0")
    void addIndexAndSummary(UpgradeContext upgrade) {
        upgrade.schema().table("strikes").createIndexConcurrently("strikes_by_airport", "airport", "flown_on");
        upgrade.step("count strikes by airport and year", handle -> handle.execute("""
                                create table strikes_by_year as
                                select airport, extract(year from flown_on)::integer as year, count(*) as strikes,
                                    sum(total_usd) as total_usd
                                from strikes
                                where airport is not null
                                group by airport, year
                                """))
                .revert(handle -> handle.execute("drop table strikes_by_year"));
        upgrade.stepOutsideTransaction(
                        "refresh the statistics", connection -> execute(connection, "vacuum (analyze) strikes"))
                .repeatable()
                .revert(connection -> {});
    }

    @RegisterRollback(value = "1.3.0", description = "Index and summary dropped", mode = UpgradeMode.ONLINE)
    void dropIndexAndSummary(UpgradeContext upgrade) {
        upgrade.step("drop the summary", handle -> handle.execute("drop table strikes_by_year"));
        upgrade.stepOutsideTransaction(
                        "drop the index",
                        connection -> execute(connection, "drop index concurrently if exists strikes_by_airport"))
                .repeatable();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
