package io.github.dbupgrader.faults;

import io.github.dbupgrader.testing.Fault;
import io.github.dbupgrader.testing.FaultyDataSource;
import javax.sql.DataSource;

/** Starts a host application and halts before a statement, or ends in peace if there are fewer. */
final class CrashChild {

    private CrashChild() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        DataSource dataSource = ChildJvm.dataSource(arguments);
        Host host = Class.forName(arguments[ChildJvm.OWN])
                .asSubclass(Host.class)
                .getDeclaredConstructor()
                .newInstance();
        int at = Integer.parseInt(arguments[ChildJvm.OWN + 1]);
        host.start(new FaultyDataSource(dataSource, dataSource, Fault.HALT, at));
    }
}
