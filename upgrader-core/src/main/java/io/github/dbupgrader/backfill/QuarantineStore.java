package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.sql.TableNames;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the rows that a backfill could not do, and those that it has to look at again.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class QuarantineStore {

    private static final int LONGEST_MESSAGE = 2000;

    private final TableNames tables;
    private final String component;
    private final String applicationVersion;

    /**
     * Creates one.
     *
     * @param tables where the tables are
     * @param component whose backfills it is about
     * @param applicationVersion the application's version, as it was given
     */
    public QuarantineStore(TableNames tables, String component, String applicationVersion) {
        this.tables = tables;
        this.component = component;
        this.applicationVersion = applicationVersion;
    }

    /** Why a row is here. */
    record Reason(String errorClass, Optional<String> sqlState, String message) {

        static Reason of(Throwable failure) {
            Throwable deepest =
                    SqlState.find(failure).map(Throwable.class::cast).orElse(failure);
            return new Reason(deepest.getClass().getName(), SqlState.of(failure), String.valueOf(deepest.getMessage()));
        }

        static Reason of(String errorClass, String message) {
            return new Reason(errorClass, Optional.empty(), message);
        }
    }

    /** Puts a row into quarantine. */
    void add(Handle handle, String name, List<String> key, Reason reason) {
        put(handle, name, key, "QUARANTINED", reason, 0);
    }

    /** Puts a row into quarantine that was tried again in vain. */
    void addTried(Handle handle, String name, List<String> key, Reason reason, int tries) {
        put(handle, name, key, "QUARANTINED", reason, tries);
    }

    /** Notes that a row is to be looked at again. */
    void retry(Handle handle, String name, List<String> key, Reason reason, int tries) {
        put(handle, name, key, "RETRY", reason, tries);
    }

    private void put(Handle handle, String name, List<String> key, String kind, Reason reason, int tries) {
        handle.createUpdate("""
                        insert into %s as q (component, name, row_key, kind, tries, error_class, sqlstate, message, application_version)
                        values (:component, :name, :key, :kind, :tries, :class, :state, :message, :version)
                        on conflict (component, name, row_key) do update
                        set kind = excluded.kind, tries = greatest(q.tries, excluded.tries), error_class = excluded.error_class, sqlstate = excluded.sqlstate,
                          message = excluded.message, application_version = excluded.application_version,
                          last_seen_at = clock_timestamp()""".formatted(quarantine()))
                .bind("component", component)
                .bind("name", name)
                .bindArray("key", String.class, key)
                .bind("kind", kind)
                .bind("tries", tries)
                .bind("class", reason.errorClass())
                .bind("state", reason.sqlState().orElse(null))
                .bind("message", shortened(reason.message()))
                .bind("version", applicationVersion)
                .execute();
    }

    /** A row that is to be looked at again, and how often it was. */
    record ToRetry(List<String> key, int tries) {}

    Optional<ToRetry> nextToRetry(Handle handle, String name) {
        return handle.createQuery("""
                        select row_key, tries from %s where component = :component and name = :name and kind = 'RETRY'
                        order by tries, last_seen_at, row_key limit 1""".formatted(quarantine()))
                .bind("component", component)
                .bind("name", name)
                .map((row, context) -> new ToRetry(TableCatalogue.list(row, "row_key"), row.getInt("tries")))
                .findOne();
    }

    boolean contains(Handle handle, String name, List<String> key) {
        return handle.createQuery(
                        "select exists (select from %s where component = :component and name = :name and row_key = :key)"
                                .formatted(quarantine()))
                .bind("component", component)
                .bind("name", name)
                .bindArray("key", String.class, key)
                .mapTo(Boolean.class)
                .one();
    }

    void remove(Handle handle, String name, List<String> key) {
        handle.createUpdate("delete from %s where component = :component and name = :name and row_key = :key"
                        .formatted(quarantine()))
                .bind("component", component)
                .bind("name", name)
                .bindArray("key", String.class, key)
                .execute();
    }

    long count(Handle handle, String name, String kind) {
        return handle.createQuery(
                        "select count(*) from %s where component = :component and name = :name and kind = :kind"
                                .formatted(quarantine()))
                .bind("component", component)
                .bind("name", name)
                .bind("kind", kind)
                .mapTo(Long.class)
                .one();
    }

    /**
     * {@return how many rows are in quarantine}
     *
     * @param handle any connection
     * @param name the backfill
     */
    public long count(Handle handle, String name) {
        return count(handle, name, "QUARANTINED");
    }

    /**
     * Marks all rows in quarantine to be tried again.
     *
     * @param handle any connection
     * @param name the backfill
     * @return how many there are
     */
    public int retryAll(Handle handle, String name) {
        return handle.createUpdate("""
                        update %s set kind = 'RETRY', tries = 0
                        where component = :component and name = :name and kind = 'QUARANTINED'""".formatted(quarantine()))
                .bind("component", component)
                .bind("name", name)
                .execute();
    }

    /**
     * {@return the rows in quarantine, by key}
     *
     * @param handle any connection
     * @param name the backfill
     * @param limit how many at most
     */
    public List<QuarantinedRow> list(Handle handle, String name, int limit) {
        return handle.createQuery("""
                        select row_key, error_class, sqlstate, message, tries, application_version, last_seen_at from %s
                        where component = :component and name = :name and kind = 'QUARANTINED'
                        order by row_key limit :limit""".formatted(quarantine()))
                .bind("component", component)
                .bind("name", name)
                .bind("limit", limit)
                .map((row, context) -> new QuarantinedRow(
                        TableCatalogue.list(row, "row_key"),
                        row.getString("error_class"),
                        Optional.ofNullable(row.getString("sqlstate")),
                        row.getString("message"),
                        row.getInt("tries"),
                        row.getString("application_version"),
                        row.getObject("last_seen_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private String quarantine() {
        return tables.backfillQuarantine().quoted();
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + " …";
    }
}
