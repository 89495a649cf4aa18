package io.github.dbupgrader.metrics.query;

import io.github.dbupgrader.metrics.testing.Examples;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** The specification's fixture, and an engine for it. */
final class Shop {
    static final UUID ID = UUID.fromString(Examples.DATASET);

    private Shop() {}

    static void create(TestDatabase database) {
        database.execute(Examples.shop());
    }

    static QueryEngine engine(TestDatabase database) {
        return engine(new PostgresDialect(), database.dataSource());
    }

    static QueryEngine engine(Dialect dialect, DataSource dataSource) {
        return QueryEngine.builder(DataSources.of(Map.of(ID, new SqlSource(dialect, dataSource))))
                .build();
    }
}
