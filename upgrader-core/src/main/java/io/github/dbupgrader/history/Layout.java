package io.github.dbupgrader.history;

import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.sql.TableNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Makes the library's own tables, and brings older ones to the layout of this release.
 *
 * <p>The caller holds the lock that all components share: {@code create table if not exists} alone races with itself and fails on the catalogue's unique
 * index.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class Layout {

    /** The layout that this release writes. A script {@code layout-vN.sql} leads from the one before to each. */
    static final int CURRENT = 1;

    private final TableNames tables;

    /**
     * Creates one.
     *
     * @param tables where the tables are to be
     */
    public Layout(TableNames tables) {
        this.tables = tables;
    }

    /**
     * Makes what is missing, in one transaction.
     *
     * @param handle the run's connection, in autocommit
     */
    public void ensure(Handle handle) {
        try {
            handle.useTransaction(this::ensureInTransaction);
        } catch (SQLException e) {
            throw cannotMake(e);
        } catch (JdbiException e) {
            throw cannotMake(SqlState.find(e).orElseThrow(() -> e));
        }
    }

    private UpgradeException cannotMake(SQLException e) {
        return HistoryErrors.cannotWrite(
                tables, "The library's own tables beside " + tables.metadata() + " could not be made", e);
    }

    private void ensureInTransaction(Handle handle) throws SQLException {
        if (exists(handle, "to_regclass", tables.metadata().quoted())) {
            requireKnown(handle);
            return;
        }
        if (!exists(handle, "to_regnamespace", tables.schema().quoted())) {
            handle.execute("create schema " + tables.schema().quoted());
        }
        run(handle, script("layout-v1.sql") + script("layout-v1-backfills.sql") + script("layout-v1-transitions.sql"));
    }

    /** All of it in one round trip: there are more comments than tables. */
    private static void run(Handle handle, String script) throws SQLException {
        try (Statement statement = handle.getConnection().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(script);
        }
    }

    /** A component without a row of its own has not been told by it. */
    private void requireKnown(Handle handle) {
        int layout = handle.createQuery("select coalesce(max(layout_version), 0) from "
                        + tables.metadata().quoted())
                .mapTo(Integer.class)
                .one();
        if (layout > CURRENT) {
            throw HistoryErrors.newerLayout(tables, layout);
        }
    }

    private static boolean exists(Handle handle, String resolver, String name) {
        return handle.createQuery("select " + resolver + "(:name) is not null")
                .bind("name", name)
                .mapTo(Boolean.class)
                .one();
    }

    private String script(String name) {
        return read(name)
                .replace("${metadata}", tables.metadata().quoted())
                .replace("${history}", tables.history().quoted())
                .replace("${steps}", tables.steps().quoted())
                .replace("${transitions}", tables.transitions().quoted())
                .replace("${backfills}", tables.backfills().quoted())
                .replace("${chunks}", tables.backfillChunks().quoted())
                .replace("${quarantine}", tables.backfillQuarantine().quoted())
                .replace("${progress}", tables.backfillProgress().quoted())
                .replace("${chunks_index}", new Identifier(tables.prefix() + "backfill_chunks_open_idx").quoted())
                .replace("${history_index}", new Identifier(tables.prefix() + "upgrade_history_applied_idx").quoted())
                .replace("${steps_index}", new Identifier(tables.prefix() + "upgrade_steps_open_idx").quoted());
    }

    private static String read(String name) {
        try (InputStream in = Objects.requireNonNull(Layout.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
