package io.github.dbupgrader.api;

import java.util.List;

/**
 * A service through which a module on the class path contributes upgrades, found by {@link java.util.ServiceLoader}. Implement freely.
 */
public interface UpgradeProvider {

    /** {@return the component whose upgrades these are; the default is the host application} */
    default String component() {
        return "application";
    }

    /** {@return the objects whose methods are annotated; the default is this object} */
    default List<Object> upgrades() {
        return List.of(this);
    }
}
