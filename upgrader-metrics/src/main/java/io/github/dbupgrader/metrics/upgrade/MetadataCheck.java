package io.github.dbupgrader.metrics.upgrade;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Where the move of metadata stands: whether metrics have metadata of their query, and where lists are left in definitions. Call only.
 *
 * @param metrics how many metrics there are, without deleted ones
 * @param complete how many of them have metadata of their very SQL, on their data source, in the column
 * @param missing how many have none
 * @param foreign how many have some of another SQL or data source, which an application that does not know the column left there
 * @param lists how many of them carry a list in the current definition
 * @param deletedLists how many deleted metrics do
 * @param versionLists how many versions of all metrics do
 */
public record MetadataCheck(
        long metrics, long complete, long missing, long foreign, long lists, long deletedLists, long versionLists) {

    // the column may be missing: then the name means the null one level further out
    private static final String COUNT = """
            select count(*) filter (where live), count(*) filter (where live and own),
              count(*) filter (where live and not own and not filled), count(*) filter (where live and not own and filled),
              count(*) filter (where live and list), count(*) filter (where not live and list), coalesce(sum(versions), 0)
            from (select null::jsonb as data_metadata) as absent
            cross join lateral (
              select deleted_at is null as live, %1$s as own, %2$s as list,
                coalesce(jsonb_typeof(data_metadata) <> 'null', false) as filled,
                (select count(*)
                  from jsonb_each(case when jsonb_typeof(version_history) = 'object' then version_history else '{}' end) as entry
                  where entry.value -> 'content' -> 'data_metadata' is not null
                    or entry.value -> 'content' -> 'dataMetadata' is not null) as versions
              from metric_files
            ) as found""".formatted(MetadataSql.own(Optional.empty()), MetadataSql.LIST);

    /**
     * Counts, in one statement that reads all metrics.
     *
     * @param dataSource gives connections to the database of the metrics, with or without the column
     * @return what it found
     * @throws io.github.dbupgrader.metrics.model.MetricException if the database fails
     */
    public static MetadataCheck of(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return of(connection);
        } catch (SQLException e) {
            throw UpgradeErrors.checkFailed(e);
        }
    }

    static MetadataCheck of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COUNT)) {
            row.next();
            return new MetadataCheck(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7));
        }
    }

    /** {@return whether all metrics that are not deleted have metadata of their query} */
    public boolean isComplete() {
        return complete == metrics;
    }

    /** {@return it in one line, for people} */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "metrics %d, with metadata %d, without %d, with metadata of another query %d; lists in definitions %d,"
                        + " of deleted metrics %d, in versions %d",
                metrics,
                complete,
                missing,
                foreign,
                lists,
                deletedLists,
                versionLists);
    }
}
