package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.TimeoutSettings;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The time-outs of an upgrade are its own, not those that a role or a database has for the application. */
@DatabaseTest
class TimeoutsTest {

    private static final String LOOK = """
            select concat_ws('|', current_setting('statement_timeout'), current_setting('lock_timeout'),
              current_setting('idle_in_transaction_session_timeout'), current_setting('idle_session_timeout'),
              current_setting('transaction_timeout', true), current_setting('client_connection_check_interval'))""";

    private static final String LONGER_THAN_ANY = "select pg_sleep(0.7)";

    private static String look(Handle handle) {
        return handle.createQuery(LOOK).mapTo(String.class).one();
    }

    /** A data source of a role whose sessions end quickly, in whatever they are doing. */
    private static HikariDataSource impatient(TestDatabase database) {
        String role = database.role("impatient");
        database.execute("grant create on schema public to " + role);
        List<String> timeouts =
                new ArrayList<>(List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"));
        if (database.serverVersion() >= 17) {
            timeouts.add("transaction_timeout");
        }
        // not shorter, or it may strike while the pool keeps the connection
        database.execute("alter role " + role + " set idle_session_timeout = '1min'");
        timeouts.forEach(t -> database.execute("alter role " + role + " set " + t + " = '400ms'"));
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource(role));
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    /**
     * An upgrade that notes its time-outs.
     *
     * @param wait what the upgrade executes, and then also waits for while its own session has nothing to do
     */
    private static DatabaseUpgrader upgrader(
            DataSource dataSource, TimeoutSettings timeouts, List<String> looks, TestDatabase database, String wait) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.2.0")
                .timeouts(timeouts)
                .register("1.1.0", upgrade -> {
                    looks.add(look(upgrade.handle()));
                    upgrade.handle().execute(wait);
                    database.execute(wait);
                })
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("in a transaction", handle -> looks.add(look(handle)));
                    upgrade.stepOutsideTransaction("outside", connection -> {
                        looks.add(look(Jdbi.open(connection)));
                        database.execute(wait);
                    });
                })
                .build();
    }

    @Test
    @DisplayName(
            "upgrades 35, online 5: the upgrade's own time-outs replace those of the role, and the pool gets the role's again")
    void upgrade_asAnImpatientRole_takesItsTime(TestDatabase database) throws Exception {
        try (HikariDataSource pool = impatient(database)) {
            List<String> looks = new ArrayList<>();
            DatabaseUpgrader upgrader = upgrader(pool, TimeoutSettings.defaults(), looks, database, LONGER_THAN_ANY);
            upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

            assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);

            String transaction = database.serverVersion() >= 17 ? "0|" : "";
            assertThat(looks)
                    .containsExactly(
                            "1h|100ms|0|0|" + transaction + "1s",
                            "1h|100ms|0|0|" + transaction + "1s",
                            "0|5min|0|0|" + transaction + "1s");
            try (Handle handle = Jdbi.open(pool)) {
                assertThat(look(handle)).startsWith("400ms|400ms|400ms|1min");
            }
        }
    }

    @Test
    @DisplayName("upgrades 35: all of them are configurable, and what was set is set again after each step")
    void upgrade_withOtherTimeouts_hasThose(TestDatabase database) {
        List<String> looks = new ArrayList<>();
        TimeoutSettings timeouts = TimeoutSettings.defaults()
                .statement(Duration.ofMinutes(2))
                .outsideLock(Duration.ofMinutes(3))
                .pace(Duration.ofMillis(250), Duration.ofSeconds(1));
        DatabaseUpgrader upgrader = upgrader(database.dataSource(), timeouts, looks, database, "select");
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        upgrader.upgrade();

        assertThat(looks)
                .extracting(l -> l.replaceFirst("\\|0\\|.*", ""))
                .containsExactly("2min|250ms", "2min|250ms", "0|3min");
    }

    @Test
    @DisplayName("upgrades 35: the ladder can be switched off, and statement_timeout then bounds the wait")
    void upgrade_withoutLockRetry_hasNoLockTimeout(TestDatabase database) {
        List<String> looks = new ArrayList<>();
        DatabaseUpgrader upgrader = upgrader(
                database.dataSource(), TimeoutSettings.defaults().withoutLockRetry(), looks, database, "select");
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        upgrader.upgrade();

        assertThat(looks.get(0)).startsWith("1h|0|");
    }

    @Test
    @DisplayName("upgrades 35: a statement that takes longer than its time-out fails, and is not tried again")
    void statement_beyondItsTimeout_failsOnce(TestDatabase database) {
        List<String> tries = new ArrayList<>();
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .timeouts(TimeoutSettings.defaults().statement(Duration.ofMillis(50)))
                .register("1.1.0", upgrade -> {
                    tries.add("try");
                    upgrade.handle().execute("select pg_sleep(10)");
                })
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        StepFailedException failed = assertThatThrownBy(upgrader::upgrade)
                .asInstanceOf(type(StepFailedException.class))
                .actual();

        assertThat(failed).hasMessageContaining("57014").hasMessageContaining("pg_sleep(10)");
        assertThat(tries).hasSize(1);
    }
}
