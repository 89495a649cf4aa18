package io.github.dbupgrader;

import io.github.dbupgrader.registry.RegisteredMethod;

/** Where the scripts of an upgrade are. */
final class Scripts {

    private Scripts() {}

    /** The class to which scripts are relative. A lambda has none, so its scripts are absolute and any class will do. */
    static Class<?> base(RegisteredMethod method) {
        return method.owner().orElse(Scripts.class);
    }
}
