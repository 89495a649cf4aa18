package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.TimeoutSettings;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes while contract waits for the locks of the table, after it has looked who needs the old column. */
@DatabaseTest
class ContractWaitTest {

    @BeforeEach
    void expanded(TestDatabase database) {
        database.execute("create table t (id int primary key, a int); insert into t values (1, 1)");
        upgrader(database, "1.0.0").initialiseSchemaVersion();
        upgrader(database, "1.1.0").upgrade();
    }

    /** Without a time-out for locks there is one try, which begins before and ends after what comes. */
    private static DatabaseUpgrader upgrader(TestDatabase database, String version) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion(version)
                .timeouts(TimeoutSettings.defaults().withoutLockRetry())
                .register(
                        "1.1.0",
                        UpgradeMode.ONLINE,
                        upgrade -> rename(upgrade.schema()).expand())
                .register(
                        "1.2.0",
                        UpgradeMode.ONLINE,
                        upgrade -> rename(upgrade.schema()).contract())
                .build();
    }

    private static RenameColumn rename(Schema schema) {
        return schema.table("t")
                .renameColumn("a", "c")
                .whenNoOlderThan("energy-api", "1.3.0")
                .lookingFor(Duration.ZERO);
    }

    /** Has the table in use while contract begins, does something when contract waits, and lets it go on. */
    private static void whileItWaits(TestDatabase database, Meanwhile meanwhile) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection busy = database.connect()) {
            busy.setAutoCommit(false);
            execute(busy, "lock table t in row exclusive mode");
            Future<?> contract = thread.submit(() -> upgrader(database, "1.2.0").upgrade());
            database.awaitSomeoneBlocked();
            meanwhile.happens(busy);
            busy.commit();
            contract.get(60, TimeUnit.SECONDS);
        } finally {
            thread.shutdown();
            assertThat(thread.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private interface Meanwhile {
        void happens(Connection busy) throws SQLException;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertRefused(Throwable thrown, String why) {
        assertThat(thrown)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_CHANGE_REFUSED))
                .hasMessageContaining(why);
    }

    private static String columns(TestDatabase database) {
        return database.queryText(
                "select string_agg(attname, ' ' order by attname) from pg_attribute where attrelid = 't'::regclass"
                        + " and attnum > 0 and not attisdropped");
    }

    @ParameterizedTest(name = "{1}")
    @DisplayName("online 41: what begins to need the old column while contract waits for its locks stops it as before")
    @CsvSource(
            delimiter = '!',
            value = {
                "create view v as select a from t ! the old column is still used by view public.v ! drop view v",
                "create function f() returns int language sql as 'select a from t' ! f() ! drop function f()"
            })
    void contract_dependentMadeMeanwhile_isRefused(String make, String why, String drop, TestDatabase database)
            throws Exception {
        assertThatThrownBy(() -> whileItWaits(database, busy -> execute(busy, make)))
                .satisfies(thrown -> assertRefused(thrown, why));
        assertThat(columns(database)).isEqualTo("a c id");

        database.execute(drop);
        upgrader(database, "1.2.0").upgrade();
        assertThat(columns(database)).isEqualTo("c id");
    }

    @Test
    @DisplayName("online 41: an older session that connects while contract waits for its locks stops it as before")
    void contract_olderSessionMeanwhile_isRefused(TestDatabase database) throws Exception {
        try (Connection late = database.connect()) {
            assertThatThrownBy(() ->
                            whileItWaits(database, busy -> execute(late, "set application_name = 'energy-api/1.2.0'")))
                    .satisfies(thrown -> assertRefused(thrown, "are connected: energy-api/1.2.0."));
            assertThat(columns(database)).isEqualTo("a c id");
            execute(late, "set application_name = 'energy-api/1.3.0'");
        }
        upgrader(database, "1.2.0").upgrade();
        assertThat(columns(database)).isEqualTo("c id");
    }

    @Test
    @DisplayName("online 41: what nobody minds does not stop a contract that had to wait")
    void contract_nothingMeanwhile_isDone(TestDatabase database) throws Exception {
        whileItWaits(database, busy -> execute(busy, "insert into t (id, c) values (2, 2)"));
        assertThat(columns(database)).isEqualTo("c id");
    }
}
