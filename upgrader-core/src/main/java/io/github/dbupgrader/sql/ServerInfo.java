package io.github.dbupgrader.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * What a run needs to know of the server and of its session there.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param version the server's version as a number, such as 180006
 * @param backendPid the server process of the session
 * @param database the database's name
 * @param schema the schema in which the session creates; empty where its {@code search_path} leads nowhere
 * @param user the role with whose rights the session works
 * @param deadlockTimeout after which waiting the server looks for deadlocks
 */
public record ServerInfo(
        int version, int backendPid, String database, Optional<String> schema, String user, Duration deadlockTimeout) {

    private static final int OLDEST = 140_000;

    private static final String READ = """
        select current_setting('server_version_num')::integer, pg_backend_pid(), current_database(), current_schema(),
          current_user, (extract(epoch from current_setting('deadlock_timeout')::interval) * 1000)::bigint\
        """;

    /**
     * Refuses a server that is too old.
     *
     * @param version the server's version as a number, such as 180006
     * @param backendPid the server process of the session
     * @param database the database's name
     * @param schema the schema in which the session creates; empty where its {@code search_path} leads nowhere
     * @param user the role with whose rights the session works
     * @param deadlockTimeout after which waiting the server looks for deadlocks
     */
    public ServerInfo {
        if (version < OLDEST) {
            throw SqlErrors.oldServer(version);
        }
    }

    /**
     * {@return what is to be known, read in one round trip}
     *
     * @param connection any connection to the server
     * @throws SQLException if the database cannot be asked
     * @throws io.github.dbupgrader.error.UpgradeException if the driver or the server is not a supported one
     */
    public static ServerInfo read(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            throw SqlErrors.notPostgres();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ)) {
            row.next();
            return new ServerInfo(
                    row.getInt(1),
                    row.getInt(2),
                    row.getString(3),
                    Optional.ofNullable(row.getString(4)),
                    row.getString(5),
                    Duration.ofMillis(row.getLong(6)));
        }
    }
}
