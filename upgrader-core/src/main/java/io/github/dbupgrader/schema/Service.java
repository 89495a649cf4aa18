package io.github.dbupgrader.schema;

import io.github.dbupgrader.version.SchemaVersion;
import java.util.Optional;

/**
 * A service in one version, as {@code application_name} tells it: {@code energy-api/2.3.0}.
 *
 * @param name the service
 * @param version its version
 */
record Service(String name, SchemaVersion version) {

    /** {@return what an application name says; empty if it has not this form} */
    static Optional<Service> parse(String applicationName) {
        int slash = applicationName.lastIndexOf('/');
        if (slash <= 0) {
            return Optional.empty();
        }
        return SchemaVersion.tryParse(applicationName.substring(slash + 1))
                .map(v -> new Service(applicationName.substring(0, slash), v));
    }

    boolean isOlderThan(Service first) {
        return name.equals(first.name) && version.isBefore(first.version);
    }

    @Override
    public String toString() {
        return name + "/" + version;
    }
}
