package io.github.dbupgrader.acceptance;

/** How a session that waits for the upgrade lock looks in {@code pg_stat_activity}. */
final class Waiting {

    private Waiting() {}

    /** {@return a condition that is true once a session of that name has tried the lock} */
    static String pollsAs(String applicationName) {
        return "application_name = '" + applicationName + "' and query like '%pg_try_advisory_lock%'";
    }
}
