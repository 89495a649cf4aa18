package io.github.dbupgrader.backfill;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A way to a server that may be another one each time. */
record Route(DataSource dataSource) {

    /** Makes a connection. */
    @FunctionalInterface
    interface Connecting {
        Connection connect() throws SQLException;
    }

    static Route to(Connecting connecting) {
        return new Route((DataSource) Proxy.newProxyInstance(
                Route.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return connecting.connect();
                    }
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
