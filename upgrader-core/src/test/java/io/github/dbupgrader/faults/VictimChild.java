package io.github.dbupgrader.faults;

import io.github.dbupgrader.testing.Fault;
import io.github.dbupgrader.testing.FaultyDataSource;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/** A JVM that upgrades, and in the middle of step 2 says so and does what its argument says until it is killed. */
final class VictimChild {

    static final String MIDDLE = "in the middle";

    private VictimChild() {}

    /** What it is busy with when it dies. */
    enum Busy {
        /** Java code works. */
        JAVA,
        /** A statement runs in the server, which looks after its client every so often. */
        STATEMENT,
        /** Nothing: it halts by itself before the statement given as the next argument. */
        HALTING,
        /** The server builds an index. */
        INDEX
    }

    public static void main(String[] arguments) {
        DataSource dataSource = ChildJvm.dataSource(arguments);
        Busy busy = Busy.valueOf(arguments[ChildJvm.OWN]);
        switch (busy) {
            case JAVA -> Victim.upgrader(dataSource, handle -> work()).build().upgrade();
            case STATEMENT ->
                Victim.upgrader(dataSource, VictimChild::workInServer).build().upgrade();
            case HALTING -> {
                int at = Integer.parseInt(arguments[ChildJvm.OWN + 1]);
                DataSource faulty = new FaultyDataSource(dataSource, dataSource, Fault.HALT, at);
                Victim.upgrader(faulty, Victim.Middle.PASS).build().upgrade();
            }
            case INDEX -> Victim.onlineUpgrader(dataSource).build().upgrade();
        }
    }

    private static void work() {
        System.out.println(MIDDLE);
        while (true) {
            LockSupport.park();
        }
    }

    /** The server looks after its client every three seconds here, so that the orphan is one to be waited for. */
    private static void workInServer(Handle handle) {
        handle.execute("set client_connection_check_interval = '3s'");
        // the timer that has run since the transaction began is of one second
        handle.execute("select pg_sleep(1.1)");
        System.out.println(MIDDLE);
        handle.execute("select pg_sleep(600)");
    }
}
