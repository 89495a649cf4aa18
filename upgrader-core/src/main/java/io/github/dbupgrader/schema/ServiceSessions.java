package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.NamedSessions;
import io.github.dbupgrader.version.ApplicationVersion;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;

/**
 * Lets sessions tell which service they belong to, and in which version: their {@code application_name} is {@code service/version}, such as {@code energy-api/2.3.0}. By it
 * {@code whenNoOlderThan("energy-api", "2.3.0")} finds the sessions of older versions.
 *
 * <p>Call only.
 */
public final class ServiceSessions {

    /** Longer ones are cut by the server without a word. */
    private static final int LONGEST = 63;

    private ServiceSessions() {}

    /**
     * {@return a DataSource that names the sessions of another one, a pool too}
     *
     * <p>A session is named when it is lent; one that has the name already costs nothing. The name survives a rollback; what the application itself sets afterwards is left alone until the
     * next lending. Closing a pool remains its owner's business. As safe for use by several threads as the DataSource inside.
     *
     * @param dataSource where the sessions come from
     * @param service the service: printable ASCII without a slash
     * @param version its version, {@code X.Y.Z}; sessions of a development version such as {@code 2.3.0-SNAPSHOT} count as older than any
     * @throws io.github.dbupgrader.error.UpgradeException if the name cannot be used
     */
    public static DataSource of(DataSource dataSource, String service, String version) {
        return NamedSessions.of(dataSource, applicationName(service, version));
    }

    /**
     * {@return the name itself, for where a driver or pool sets it, such as by the parameter {@code ApplicationName} of a JDBC URL}
     *
     * @param service the service: printable ASCII without a slash
     * @param version its version, as in {@link #of}
     * @throws io.github.dbupgrader.error.UpgradeException if the name cannot be used
     */
    public static String applicationName(String service, String version) {
        boolean keptAsItIs = service.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '/');
        if (!keptAsItIs || service.isEmpty() || !service.strip().equals(service)) {
            throw ServiceErrors.unusableService(service);
        }
        if (ApplicationVersion.parse(version).base().isEmpty() || version.indexOf('/') >= 0) {
            throw ServiceErrors.unusableVersion(service, version);
        }
        String name = service + "/" + version;
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST) {
            throw ServiceErrors.tooLong(name, bytes, LONGEST);
        }
        return name;
    }
}
