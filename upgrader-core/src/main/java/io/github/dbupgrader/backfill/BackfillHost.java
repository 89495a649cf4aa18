package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.TableNames;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Where backfills run: in which database, for which component, on whose behalf.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param dataSource gives connections to workers
 * @param tables where the library's tables are
 * @param component whose backfills they are
 * @param applicationVersion the application's version, as it was given
 * @param instance what this instance of the application is called in leases
 * @param progress is told how far a backfill is, about once a second and whenever its state changes
 */
public record BackfillHost(
        DataSource dataSource,
        TableNames tables,
        String component,
        String applicationVersion,
        String instance,
        Consumer<BackfillStatus> progress) {}
