package io.github.dbupgrader.examples.wildlife;

import io.github.dbupgrader.examples.wildlife.cli.WildlifeCommand;

/** The program. */
public final class WildlifeApplication {

    private WildlifeApplication() {}

    /**
     * Runs a command and exits: 0 done, 1 failed, 2 wrong usage, 3 upgrades or backfills are pending, 4 refused before anything was done.
     *
     * @param args the command and its options; none is the demonstration
     */
    public static void main(String[] args) {
        System.exit(WildlifeCommand.commandLine().execute(args));
    }
}
