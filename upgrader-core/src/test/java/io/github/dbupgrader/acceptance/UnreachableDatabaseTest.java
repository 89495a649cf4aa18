package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.SubStepMark;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A database that cannot be reached is not one of which nothing is recorded. */
class UnreachableDatabaseTest {

    private static List<ThrowingCallable> everyCall(DataSource dataSource, String version) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion(version)
                .upgradeEmptyDatabases()
                .register("1.1.0", sql("create table item (id int)"))
                .build();
        return List.of(
                upgrader::upgrade,
                upgrader::initialiseSchemaVersion,
                upgrader::plan,
                upgrader::dryRun,
                upgrader::status,
                upgrader::validate,
                upgrader::history,
                () -> upgrader.rollback("1.0.0"),
                () -> upgrader.markSubStep("1.1.0", "one", SubStepMark.DONE));
    }

    private static void allUnreachable(DataSource dataSource, String because) {
        unreachable(everyCall(dataSource, "1.1.0"), because);
    }

    private static void unreachable(List<ThrowingCallable> calls, String because) {
        assertThat(calls).allSatisfy(call -> {
            UpgradeException e = assertThatThrownBy(call)
                    .asInstanceOf(type(UpgradeException.class))
                    .actual();
            assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNREACHABLE);
            assertThat(e).hasMessageContaining(because);
            assertThat(e.getCause()).isNotNull();
        });
    }

    private static PGSimpleDataSource nobodyListens() throws IOException {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dataSource.setServerNames(new String[] {free.getInetAddress().getHostAddress()});
            dataSource.setPortNumbers(new int[] {free.getLocalPort()});
        }
        dataSource.setDatabaseName("any");
        dataSource.setUser("any");
        return dataSource;
    }

    @Test
    @DisplayName("upgrades 50: with no server there, every call throws and says so")
    void everyCall_withoutAServer_throws() throws IOException {
        allUnreachable(nobodyListens(), "Connection to");
    }

    @Test
    @DisplayName("upgrades 50: nor is it taken for a development install")
    void status_ofADevelopmentBuildWithoutAServer_throws() throws IOException {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(nobodyListens())
                .applicationVersion("1.1.0-SNAPSHOT")
                .build();

        assertThatThrownBy(upgrader::status)
                .asInstanceOf(type(UpgradeException.class))
                .extracting(UpgradeException::code)
                .isEqualTo(ErrorCode.DATABASE_UNREACHABLE);
    }

    @Test
    @DisplayName("upgrades 50: a pool that fails while it is filled throws something else, with the same result")
    void everyCall_withAPoolThatCannotStart_throws() throws IOException {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(nobodyListens());
            pool.setInitializationFailTimeout(1);

            // each call tries for a second
            unreachable(everyCall(pool, "1.1.0").subList(0, 2), "Connection to");
        }
    }

    @Test
    @DatabaseTest
    @DisplayName("upgrades 50: so it is with a database that does not exist")
    void everyCall_refusedByTheServer_throws(TestDatabase database) {
        PGSimpleDataSource missing = database.dataSource();
        missing.setDatabaseName("no_such_database");

        allUnreachable(missing, "no_such_database");
    }

    @Test
    @DatabaseTest
    @DisplayName("upgrades 50: and with a pool that has no connection left")
    void everyCall_withAnExhaustedPool_throws(TestDatabase database) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(250);
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection taken = pool.getConnection()) {
            assertThat(taken.isValid(1)).isTrue();
            allUnreachable(pool, "Connection is not available");
        }
    }
}
