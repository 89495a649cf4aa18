package io.github.dbupgrader.benchmarks.metrics;

import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.benchmarks.server.Sql;
import io.github.dbupgrader.metrics.MetricUpgrades;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The tables of the metrics as they were before the column, with a data set in {@link Facts#source()}. */
final class MetricTables {

    static final UUID DATASET = new UUID(0, 2);
    static final UUID USER = new UUID(0, 3);

    private MetricTables() {}

    static void create(DataSource dataSource) throws SQLException {
        MetricUpgrades.upgrader(dataSource, id -> Optional.empty())
                .upgrade(UpgradeOptions.to("1.0.0").from("0.0.0"));
        Sql.execute(dataSource, """
                insert into data_sources (id, name, type, secret_id, organization_id, created_by, updated_by)
                  values ('%1$s', 'facts', 'postgres', '%1$s', '%3$s', '%3$s', '%3$s');
                insert into datasets (id, name, database_name, type, definition, schema, data_source_id, organization_id, created_by, updated_by)
                  values ('%2$s', 'facts', 'facts', 'table', '', '', '%1$s', '%3$s', '%3$s', '%3$s')
                """.formatted(Facts.source(), DATASET, USER));
    }

    static MetricDefinition definition(String name, String sql) {
        return MetricDefinition.fromYaml("""
                name: %s
                dataset_ids: ["%s"]
                sql: %s
                chart_config: {selectedChartType: table, columnLabelFormats: {}}
                """.formatted(name, DATASET, sql));
    }

    /** Stores metrics of the second generation: the same small query with another number in each, and a list of columns. */
    static void fill(DataSource dataSource, int metrics) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        with made as (
                          select n, jsonb_build_object('name', 'metric ' || n, 'time_frame', 'all_time', 'dataset_ids', jsonb_build_array(?::text),
                            'sql', 'select g as n, ' || n || ' * g as product, ''name '' || g as name from generate_series(1, 20) as g',
                            'chart_config', '{"selectedChartType": "table", "columnLabelFormats": {}}'::jsonb,
                            'data_metadata', '[{"name": "n", "data_type": "number"}, {"name": "product", "data_type": "number"}, {"name": "name", "data_type": "string"}]'::jsonb) as content
                          from generate_series(1, ?) as n)
                        insert into metric_files (name, file_name, content, organization_id, created_by, version_history)
                        select 'metric ' || n, 'metric-' || n || '.yml', content, ?, ?, jsonb_build_object('1', jsonb_build_object('version_number', 1,
                            'updated_at', '2025-03-07T09:00:00.000000Z', 'content', content))
                        from made
                        """)) {
            insert.setString(1, DATASET.toString());
            insert.setInt(2, metrics);
            insert.setObject(3, USER);
            insert.setObject(4, USER);
            insert.executeUpdate();
        }
        Sql.execute(dataSource, "analyze metric_files");
    }
}
