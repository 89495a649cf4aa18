package io.github.dbupgrader.architecture.samples.behaviour;

import java.util.logging.Logger;

/** Has a log of its own. */
final class Logging {
    private Logging() {}

    static void log() {
        Logger.getLogger("sample").info("logged");
    }
}
