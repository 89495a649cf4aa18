package io.github.dbupgrader.api;

/** What an application version such as {@code 1.4.0-SNAPSHOT} or {@code 1.4.0-rc.1} counts as. */
public enum DevelopmentPolicy {
    /** As no version: {@code upgrade()} wants an explicit target. The default. */
    REFUSE,
    /** As the release that it leads to: {@code 1.4.0}. */
    TREAT_AS_RELEASE
}
