package io.github.dbupgrader.examples.metrics.workspace;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.examples.metrics.workspace.StoredQuestion.Kind;
import io.github.dbupgrader.metrics.query.DataSources;
import io.github.dbupgrader.metrics.query.DuckDbDialect;
import io.github.dbupgrader.metrics.query.DuckDbSource;
import io.github.dbupgrader.metrics.query.PostgresDialect;
import io.github.dbupgrader.metrics.query.SqlSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Data, and the metrics over it as they were stored before their metadata got a column. Call only; close it when nothing queries any more. */
public final class Workspace implements AutoCloseable {

    /** Whose metrics they are. */
    public static final UUID ORGANIZATION = new UUID(0x0E6A_0000_0000_4000L, 0x8000_0000_0000_0001L);

    /** Who made them. */
    public static final UUID USER = new UUID(0x05E6_0000_0000_4000L, 0x8000_0000_0000_0001L);

    private static final int QUERIES_AT_ONCE = 4;
    private static final int BUSY = 12;

    private final List<StoredQuestion> shelf;
    private final HikariDataSource wildlife;
    private final DuckDbSource weather;

    private Workspace(List<StoredQuestion> shelf, HikariDataSource wildlife, DuckDbSource weather) {
        this.shelf = shelf;
        this.wildlife = wildlife;
        this.weather = weather;
    }

    /**
     * Fills a database that has the empty tables of the metrics.
     *
     * @param url the database
     * @param directory where a file for DuckDB is made
     * @param stride 1 for all metrics; with 4, every fourth of the generated ones
     * @return the workspace
     * @throws IOException if a file cannot be read or written
     * @throws SQLException if something cannot be stored
     */
    public static Workspace create(String url, Path directory, int stride) throws IOException, SQLException {
        List<StoredQuestion> shelf = Shelf.fill(stride);
        try (Connection connection = DriverManager.getConnection(url)) {
            DataFiles.loadWildlife(connection);
            storeDatasets(connection);
            store(connection, shelf);
        }
        return new Workspace(shelf, pool(url), DuckDbSource.file(DataFiles.loadWeather(directory)));
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName("queries of metrics");
        config.setMaximumPoolSize(QUERIES_AT_ONCE);
        return new HikariDataSource(config);
    }

    private static void storeDatasets(Connection connection) throws SQLException {
        try (PreparedStatement source = connection.prepareStatement(
                        "insert into data_sources (id, name, type, secret_id, organization_id, created_by, updated_by)"
                                + " values (?, ?, ?, ?, ?, ?, ?)");
                PreparedStatement dataset = connection.prepareStatement(
                        "insert into datasets (id, name, database_name, type, definition, schema, data_source_id,"
                                + " organization_id, created_by, updated_by) values (?, ?, ?, 'table', '', '', ?, ?, ?, ?)")) {
            for (Dataset each : Dataset.values()) {
                execute(source, each.source(), each.label(), each.engine(), each.source(), ORGANIZATION, USER, USER);
                execute(dataset, each.id(), each.label(), each.label(), each.source(), ORGANIZATION, USER, USER);
            }
        }
    }

    private static void store(Connection connection, List<StoredQuestion> shelf) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into metric_files (id, name, file_name, content, version_history, organization_id, created_by,"
                        + " created_at, updated_at) values (?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?)")) {
            for (StoredQuestion each : shelf) {
                execute(
                        insert,
                        each.id(),
                        each.name(),
                        each.file(),
                        each.content().toString(),
                        each.history().toString(),
                        ORGANIZATION,
                        USER,
                        each.createdAt(),
                        each.createdAt());
            }
        }
    }

    private static void execute(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.executeUpdate();
    }

    /**
     * {@return the key of a metric}
     *
     * @param file the name of its file, such as {@code all-strikes.yml}
     */
    public static UUID idOf(String file) {
        return StoredQuestion.idOf(file);
    }

    /** {@return where the data are; the data source of {@link Dataset#RETIRED} is unknown} */
    public DataSources sources() {
        return DataSources.of(Map.of(
                Dataset.WILDLIFE.source(), new SqlSource(new PostgresDialect(), wildlife),
                Dataset.WEATHER.source(), new SqlSource(new DuckDbDialect(), weather)));
    }

    /** {@return the metrics of each generation} */
    public Map<Generation, List<UUID>> generations() {
        return shelf.stream()
                .collect(Collectors.groupingBy(
                        StoredQuestion::generation,
                        () -> new EnumMap<>(Generation.class),
                        Collectors.mapping(StoredQuestion::id, Collectors.toList())));
    }

    /** {@return those that are broken on purpose} */
    public Set<UUID> broken() {
        return ids(each -> each.kind() == Kind.BROKEN);
    }

    /** {@return those whose definition has a list of columns that is right} */
    public Set<UUID> accurate() {
        return ids(StoredQuestion::accurate);
    }

    /** {@return those that people work with all the time: some of each kind that can be asked for its data} */
    public List<UUID> busy() {
        List<UUID> possible = shelf.stream()
                .filter(each ->
                        each.kind() == Kind.GENERATED && each.generation().namesDatasets())
                .map(StoredQuestion::id)
                .toList();
        int step = Math.max(1, possible.size() / BUSY);
        return IntStream.range(0, possible.size())
                .filter(i -> i % step == 0)
                .limit(BUSY)
                .mapToObj(possible::get)
                .toList();
    }

    /** {@return the title of each metric} */
    public Map<UUID, String> names() {
        return shelf.stream().collect(Collectors.toMap(StoredQuestion::id, StoredQuestion::name));
    }

    private Set<UUID> ids(Predicate<StoredQuestion> which) {
        return shelf.stream().filter(which).map(StoredQuestion::id).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void close() throws SQLException {
        wildlife.close();
        weather.close();
    }
}
