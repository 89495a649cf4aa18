package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.version.SchemaVersion;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The way of a host application's first months, on a server as an image brings it: of an older version, with its settings. */
@Tag("containers")
class ContainerTest {

    @Test
    @DisplayName("upgrades 18, upgrades 31, upgrades 59, upgrades 63: first deploy, upgrades, next start, rollback")
    void upgrade_onAContainer_runsAndRollsBack() {
        try (PostgreSQLContainer container = new PostgreSQLContainer("postgres:15-alpine")) {
            container.start();
            DataSource dataSource = dataSource(container);
            Jdbi jdbi = Jdbi.create(dataSource);
            jdbi.useHandle(handle -> handle.execute("create table strike (id int primary key, airport text)"));

            upgrader(dataSource, "1.0.0").initialiseSchemaVersion();
            String deployed = SchemaDump.of(dataSource).text();

            DatabaseUpgrader upgrader = upgrader(dataSource, "1.2.0");
            UpgradeResult result = upgrader.upgrade();
            assertThat(result.versions()).extracting(SchemaVersion::toString).containsExactly("1.1.0", "1.2.0");
            assertThat(valid(jdbi, "strike_airport_idx")).isTrue();
            String upgraded = SchemaDump.of(dataSource).text();

            assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);

            assertThat(upgrader.rollback("1.0.0").versions())
                    .extracting(SchemaVersion::toString)
                    .containsExactly("1.2.0", "1.1.0");
            assertThat(SchemaDump.of(dataSource).text()).isEqualTo(deployed);

            upgrader.upgrade();
            assertThat(SchemaDump.of(dataSource).text()).isEqualTo(upgraded);
            assertThat(upgrader.history())
                    .allMatch(HistoryEntry::succeeded)
                    .extracting(HistoryEntry::action)
                    .contains("initialise", "upgrade", "start", "sub-step", "rollback");
        }
    }

    private static DatabaseUpgrader upgrader(DataSource dataSource, String version) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion(version)
                .register("1.1.0", upgrade -> upgrade.handle().execute("alter table strike add column cost numeric"))
                .registerRollback(
                        "1.1.0",
                        UpgradeMode.TRANSACTIONAL,
                        upgrade -> upgrade.handle().execute("alter table strike drop column cost"))
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("fill", handle -> handle.execute("update strike set cost = 0"));
                    upgrade.schema().table("strike").createIndexConcurrently("strike_airport_idx", "airport");
                })
                .registerRollback(
                        "1.2.0",
                        UpgradeMode.TRANSACTIONAL,
                        upgrade -> upgrade.handle().execute("drop index strike_airport_idx"))
                .build();
    }

    private static DataSource dataSource(PostgreSQLContainer container) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(container.getJdbcUrl());
        dataSource.setUser(container.getUsername());
        dataSource.setPassword(container.getPassword());
        return dataSource;
    }

    private static boolean valid(Jdbi jdbi, String index) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select indisvalid from pg_index where indexrelid = to_regclass(:index)")
                        .bind("index", index)
                        .mapTo(Boolean.class)
                        .one());
    }
}
