package io.github.dbupgrader.metrics.upgrade;

import java.util.Optional;
import java.util.UUID;

/** What of a row of {@code metric_files} SQL can tell. The columns stand without the table's name, so that they mean the same in every statement. */
final class MetadataSql {

    static final String TABLE = "metric_files";
    static final String COLUMN = "data_metadata";
    static final String INDEX = "metric_files_data_metadata_idx";

    /** What the backfill writes as the fact {@code source}. */
    static final String BACKFILL = "backfill";

    /** The column holds metadata of the row's very SQL, wherever it ran. */
    private static final String OF_SQL =
            "coalesce(data_metadata ->> 'sql_hash' = encode(sha256(convert_to(content ->> 'sql', 'UTF8')), 'hex'), false)";

    /** The definition carries a list, whatever is in it. */
    static final String LIST = "(content -> 'data_metadata' is not null or content -> 'dataMetadata' is not null)";

    /** A version carries metadata that the backfill put there. */
    static final String BACKFILLED_VERSION =
            "jsonb_path_exists(version_history, '$.*.data_metadata ? (@.source == \"" + BACKFILL + "\")')";

    /**
     * There is metadata to make a list of: for the definition, or for any of its versions. A list has names and kinds only, so the data source does not matter.
     *
     * <p>A version is asked by itself. Where an old application has edited a metric after its list was removed, the definition has a list of its own again, and its versions
     * still have none.
     */
    static final String RETURNABLE = "(" + OF_SQL + " and not " + LIST + """
            ) or exists (select
              from jsonb_each(case when jsonb_typeof(version_history) = 'object' then version_history else '{}' end) as entry
              where entry.value -> 'data_metadata' ->> 'sql_hash'
                  = encode(sha256(convert_to(entry.value -> 'content' ->> 'sql', 'UTF8')), 'hex')
                and entry.value -> 'content' -> 'data_metadata' is null
                and entry.value -> 'content' -> 'dataMetadata' is null)""";

    private MetadataSql() {}

    /** {@return that the column holds metadata of the row's very SQL on the data source where it would run; where one of the two is not known, the SQL alone decides} */
    static String own(Optional<UUID> defaultDataset) {
        return "(" + OF_SQL + " and coalesce(data_metadata ->> 'data_source_id' = " + dataSource(defaultDataset)
                + "::text, true))";
    }

    /** {@return the data source of the first data set; null where none is named, or that one is not there} */
    static String dataSource(Optional<UUID> defaultDataset) {
        String named = "lower(coalesce(content -> 'dataset_ids', content -> 'datasetIds') ->> 0)";
        String dataset = defaultDataset
                .map(id -> "coalesce(" + named + ", '" + id + "')")
                .orElse(named);
        return """
                (select d.data_source_id from datasets d where d.deleted_at is null
                  and d.id = case when %1$s ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (%1$s)::uuid end)""".formatted(dataset);
    }
}
