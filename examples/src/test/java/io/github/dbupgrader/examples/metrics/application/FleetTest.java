package io.github.dbupgrader.examples.metrics.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.examples.wildlife.testing.TestServer;
import io.github.dbupgrader.metrics.MetricUpgrades;
import io.github.dbupgrader.metrics.store.MetricQueries;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The releases would tell if something went wrong. */
@Tag("database")
class FleetTest {

    private static final UUID METRIC = new UUID(1, 1);
    private static final UUID USER = new UUID(1, 2);
    private static final MetricQueries NO_QUERIES = (source, sql, limit) -> {
        throw new IllegalStateException("no query runs here");
    };

    private final String url = TestServer.newDatabase();

    @Test
    void bothReleases_whereADefinitionIsNone_complain() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        MetricUpgrades.upgrader(dataSource, id -> Optional.empty()).upgrade();
        Jdbi.create(dataSource)
                .useHandle(handle -> handle.execute(
                        "insert into metric_files (id, name, file_name, content, organization_id, created_by)"
                                + " values (?, 'spoilt', 'spoilt.yml', '{\"name\": \"spoilt\"}', ?, ?)",
                        METRIC,
                        USER,
                        USER));
        try (Fleet fleet = new Fleet(url, NO_QUERIES, USER, List.of(METRIC))) {
            fleet.awaitRounds(2);
            fleet.stop();
            assertThat(fleet.figures()).extracting(Figures::name).containsExactly(OldRelease.NAME, NewRelease.NAME);
            assertThat(fleet.figures().get(0).complaints())
                    .anySatisfy(complaint -> assertThat(complaint).contains("is not understood"));
            assertThat(fleet.figures().get(1).complaints())
                    .anySatisfy(complaint -> assertThat(complaint).contains("UPM-", "sql"));
        }
    }
}
