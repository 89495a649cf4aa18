package io.github.dbupgrader.faults;

import io.github.dbupgrader.DatabaseUpgrader;
import java.io.IOException;
import javax.sql.DataSource;

/** One instance of the stampede: gets ready, says so, waits for the word, upgrades, and tells what came of it. */
final class StampedeChild {

    static final String READY = "ready";

    private StampedeChild() {}

    public static void main(String[] arguments) throws IOException {
        DataSource dataSource = ChildJvm.dataSource(arguments);
        DatabaseUpgrader upgrader = Stampede.upgrader(dataSource).build();
        upgrader.status(); // loads the classes, so that the JVMs really start together
        System.out.println(READY);
        if (System.in.read() < 0) {
            throw new IOException("nobody said go");
        }
        System.out.println(Stampede.told(upgrader.upgrade()));
    }
}
