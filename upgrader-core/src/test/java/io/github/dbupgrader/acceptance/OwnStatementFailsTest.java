package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.Fault;
import io.github.dbupgrader.testing.FaultyDataSource;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whichever of the library's own statements fails in whichever call: the caller gets the library's exception, with code and advice. */
@DatabaseTest
class OwnStatementFailsTest {

    private static final int ENDLESS = 300;
    private static final List<String> TABLES =
            List.of("database_metadata", "database_upgrade_history", "database_upgrade_steps");

    private static Set<ErrorCode> failAtRoundTrips(TestDatabase database, EveryCall call, Fault fault, int stride) {
        Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);
        call.prepare(database);
        for (int k = 1; k < ENDLESS; k += stride) {
            if (k > 1 && !call.onlyReads()) {
                call.prepare(database);
            }
            FaultyDataSource faulty = new FaultyDataSource(database.dataSource(), database.dataSource(), fault, k);
            Throwable failure = call.failure(faulty);
            if (!faulty.fired()) {
                return codes;
            }
            if (failure != null) {
                codes.add(requireExplained(failure, "round trip " + k + ", " + faulty.firedAt()));
            }
        }
        throw new AssertionError("the call does not end");
    }

    private static ErrorCode requireExplained(Throwable failure, String where) {
        assertThat(failure).as(where).isInstanceOf(UpgradeException.class);
        // the connection was there
        assertThat(failure).as(where).message().doesNotContain("No connection to the database could be had");
        return ((UpgradeException) failure).code();
    }

    @ParameterizedTest
    @EnumSource(EveryCall.class)
    @DisplayName("upgrades 77, upgrades 50: the session ends at any statement of any call")
    void everyCall_sessionKilled_isExplained(EveryCall call, TestDatabase database) {
        Set<ErrorCode> codes = failAtRoundTrips(database, call, Fault.KILL_BACKEND, call.onlyReads() ? 1 : 3);

        assertThat(codes)
                .isNotEmpty()
                .isSubsetOf(
                        ErrorCode.DATABASE_UNREACHABLE,
                        ErrorCode.OUTCOME_UNKNOWN,
                        ErrorCode.STEP_FAILED,
                        ErrorCode.ROLLBACK_FAILED);
        if (call.onlyReads()) {
            assertThat(codes).as("what only reads has no outcome").containsExactly(ErrorCode.DATABASE_UNREACHABLE);
        }
    }

    @ParameterizedTest
    @EnumSource(EveryCall.class)
    @DisplayName("upgrades 47: any statement of any call is refused")
    void everyCall_statementRefused_isExplained(EveryCall call, TestDatabase database) {
        assertThat(failAtRoundTrips(database, call, Fault.THROW, 1))
                .isNotEmpty()
                .isSubsetOf(ErrorCode.DATABASE_ERROR, ErrorCode.STEP_FAILED, ErrorCode.ROLLBACK_FAILED);
    }

    @ParameterizedTest
    @EnumSource(EveryCall.class)
    @DisplayName("upgrades 47: a right on one of the library's tables is missing, or the table itself")
    void everyCall_damaged_isExplained(EveryCall call, TestDatabase database) {
        String role = database.role("upgrading");
        DataSource asRole = database.dataSource(role);
        List<ErrorCode> codes = new ArrayList<>();
        for (String table : TABLES) {
            for (String damage : List.of(
                    "revoke select on %s from " + role,
                    "revoke insert on %s from " + role,
                    "revoke update on %s from " + role,
                    "drop table %s")) {
                if (call == EveryCall.INITIALISE && damage.startsWith("drop")) {
                    continue;
                }
                prepareFor(role, call, database);
                database.execute(damage.formatted(table));
                Throwable failure = call.failure(asRole);
                if (failure != null) {
                    codes.add(requireExplained(failure, damage.formatted(table)));
                    assertThat(failure)
                            .as(damage)
                            .message()
                            .containsAnyOf("SQLSTATE 42501", "SQLSTATE 42P01", "recorded version", "not recorded");
                }
            }
        }
        assertThat(codes).isNotEmpty();
    }

    /** For INITIALISE another component has made the tables. */
    private static void prepareFor(String role, EveryCall call, TestDatabase database) {
        call.prepare(database);
        if (call == EveryCall.INITIALISE) {
            DatabaseUpgrader.forDataSource(database.dataSource())
                    .component("other")
                    .applicationVersion("1.0.0")
                    .build()
                    .initialiseSchemaVersion();
        }
        database.execute("grant all on schema public to " + role + "; grant all on all tables in schema public to "
                + role + "; alter table if exists item owner to " + role);
    }
}
