package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.CuttingProxy;
import io.github.dbupgrader.testing.Fault;
import io.github.dbupgrader.testing.FaultyDataSource;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The four ways in which a run ends at its k-th statement. */
enum Crash {
    /** The server ends the session before the statement. */
    KILL("a") {
        @Override
        Outcome at(int k, Host host, TestDatabase database, DataSource dataSource) {
            FaultyDataSource faulty = new FaultyDataSource(dataSource, database.dataSource(), Fault.KILL_BACKEND, k);
            return start(host, faulty, FaultyDataSource::fired);
        }
    },
    /** The driver throws before the statement, and the session lives on. */
    THROW("b") {
        @Override
        Outcome at(int k, Host host, TestDatabase database, DataSource dataSource) {
            FaultyDataSource faulty = new FaultyDataSource(dataSource, database.dataSource(), Fault.THROW, k);
            return start(host, faulty, FaultyDataSource::fired);
        }
    },
    /** The JVM halts before the statement. */
    HALT("c") {
        @Override
        Outcome at(int k, Host host, TestDatabase database, DataSource dataSource) {
            try (ChildJvm child =
                    ChildJvm.start(CrashChild.class, database, host.getClass().getName(), String.valueOf(k))) {
                int exit = child.awaitExit();
                if (exit != FaultyDataSource.HALTED && exit != 0) {
                    throw new AssertionError("the child ended with " + exit + ":\n" + String.join("\n", child.lines()));
                }
                boolean fired = exit == FaultyDataSource.HALTED;
                return new Outcome(fired, fired ? "halted" : "completed");
            }
        }
    },
    /** The server executes the statement, and its answer is lost. */
    CUT("d") {
        @Override
        Outcome at(int k, Host host, TestDatabase database, DataSource dataSource) {
            try (CuttingProxy proxy = new CuttingProxy(database, k)) {
                return start(host, proxy.dataSource(), d -> proxy.fired());
            }
        }
    };

    private final String letter;

    Crash(String letter) {
        this.letter = letter;
    }

    /** What became of a run: whether it reached the statement, and in a word how it ended. */
    record Outcome(boolean fired, String end) {}

    /**
     * Starts a host application and crashes it.
     *
     * @param k the number of its last statement
     * @param dataSource where its connections come from, unless the crash needs a way of its own
     */
    abstract Outcome at(int k, Host host, TestDatabase database, DataSource dataSource);

    /** {@return its letter in the list of what was promised} */
    String letter() {
        return letter;
    }

    /** {@return those of {@code -Dfaults.mode=}; all by default} */
    static Stream<Crash> chosen() {
        String modes = System.getProperty("faults.mode", "abcd");
        assertThat(modes).as("faults.mode").matches("[abcd]+");
        return Stream.of(values()).filter(crash -> modes.contains(crash.letter()));
    }

    /** A run may also end well: what fails while it tidies up must not hide that the work is done. */
    private static <D extends DataSource> Outcome start(Host host, D dataSource, Predicate<D> fired) {
        String end = "completed";
        try {
            host.start(dataSource);
        } catch (UpgradeException e) {
            end = e.code().id();
        }
        return new Outcome(fired.test(dataSource), end);
    }
}
