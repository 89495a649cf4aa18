package io.github.dbupgrader.benchmarks.server;

import java.sql.SQLException;

/** A database with a table of some rows, made once and copied for each run, so that all begin with the same pages. Call only. */
public final class Template {

    private final TestServer server;
    private final long rows;
    private final String database;

    private Template(TestServer server, long rows, String database) {
        this.server = server;
        this.rows = rows;
        this.database = database;
    }

    /**
     * {@return a new database whose table is frozen and analysed, so that no autovacuum begins in the middle of a run}
     *
     * @param server where
     * @param table the table
     * @param rows how many rows it gets
     * @param statements what makes and fills it, with {@code :rows} for their number
     * @throws SQLException if one of these fails
     */
    public static Template create(TestServer server, String table, long rows, String statements) throws SQLException {
        String database = server.createDatabase();
        Sql.execute(server.direct(database), statements.replace(":rows", String.valueOf(rows)));
        Sql.execute(server.direct(database), "vacuum (freeze, analyze) " + table);
        return new Template(server, rows, database);
    }

    /** {@return how many rows the table has} */
    public long rows() {
        return rows;
    }

    /** {@return its name, for who needs no copy} */
    public String database() {
        return database;
    }

    /**
     * {@return a new database with the table as it is here}
     *
     * @throws SQLException if it cannot be created
     */
    public String copy() throws SQLException {
        String copy = server.createDatabase(database);
        Sql.execute(server.direct(copy), "checkpoint");
        return copy;
    }
}
