package io.github.dbupgrader.plan;

import io.github.dbupgrader.api.AheadPolicy;
import io.github.dbupgrader.api.DevelopmentPolicy;
import io.github.dbupgrader.api.MissedPolicy;
import io.github.dbupgrader.version.ApplicationVersion;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.Optional;

/**
 * What the host decided once and for all.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param component whose versions these are
 * @param applicationVersion the version of the application
 * @param development what a development version counts as
 * @param missed what happens to missed upgrades
 * @param ahead what happens when the application is too old
 * @param upgradableFrom the oldest recorded version from which this release can upgrade
 * @param emptyMeansZero whether a provably empty database starts from 0.0.0
 */
public record PlanRules(
        String component,
        ApplicationVersion applicationVersion,
        DevelopmentPolicy development,
        MissedPolicy missed,
        AheadPolicy ahead,
        Optional<SchemaVersion> upgradableFrom,
        boolean emptyMeansZero) {

    /** {@return the version that the application counts as; empty for a development version that counts as none} */
    public Optional<SchemaVersion> release() {
        return development == DevelopmentPolicy.TREAT_AS_RELEASE
                ? applicationVersion.base()
                : applicationVersion.release();
    }
}
