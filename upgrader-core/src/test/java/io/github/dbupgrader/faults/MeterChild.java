package io.github.dbupgrader.faults;

import io.github.dbupgrader.DatabaseUpgrader;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** An instance of {@link Meter} that works in the background until it is killed. */
final class MeterChild {

    static final String READY = "at work";

    private MeterChild() {}

    public static void main(String[] arguments) {
        int workers = Integer.parseInt(arguments[ChildJvm.OWN]);
        DatabaseUpgrader upgrader = Meter.upgrader(ChildJvm.dataSource(arguments), workers);
        upgrader.backfills().start(Duration.ofMillis(50));
        System.out.println(READY);
        while (true) {
            LockSupport.park();
        }
    }
}
