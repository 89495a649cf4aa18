package io.github.dbupgrader.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** A way to a server that may be another one each time. */
final class Route extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    private final transient Connecting connecting;

    private Route(Connecting connecting) {
        this.connecting = connecting;
    }

    /** Makes a connection. */
    @FunctionalInterface
    interface Connecting {
        Connection connect() throws SQLException;
    }

    static Route to(Connecting connecting) {
        return new Route(connecting);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return connecting.connect();
    }
}
