package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

class SqlStateTest {

    @Test
    void find_looksThroughCauses() {
        SQLException inner = new SQLException("inner", "55P03");

        assertThat(SqlState.find(new IllegalStateException(new RuntimeException(inner))))
                .contains(inner);
        assertThat(SqlState.find(new IllegalStateException())).isEmpty();
    }

    @Test
    void find_prefersTheDriversOwn() {
        PSQLException driver = new PSQLException("driver", PSQLState.DEADLOCK_DETECTED);

        assertThat(SqlState.find(new SQLException("pool", "08000", driver))).contains(driver);
        assertThat(SqlState.is(new SQLException("pool", "08000", driver), "40P01"))
                .isTrue();
    }

    @Test
    void find_withoutADriversOwn_isTheOutermost() {
        SQLException outer = new SQLException("outer", "X0000", new SQLException("inner", "Y0000"));

        assertThat(SqlState.of(new RuntimeException(outer))).contains("X0000");
    }

    @Test
    void find_batchFailure_looksAtTheNextException() {
        PSQLException driver = new PSQLException("driver", PSQLState.UNIQUE_VIOLATION);
        BatchUpdateException batch = new BatchUpdateException();
        batch.setNextException(driver);

        assertThat(SqlState.find(batch)).contains(driver);
        assertThat(SqlState.isUniqueViolation(batch)).isTrue();
    }

    @Test
    void find_cycleOfCauses_ends() {
        RuntimeException a = new RuntimeException();
        RuntimeException b = new RuntimeException(a);
        a.initCause(b);

        assertThat(SqlState.find(b)).isEmpty();
    }

    @Test
    void is_withoutAState_isFalse() {
        assertThat(SqlState.is(new SQLException("none"), "55P03")).isFalse();
        assertThat(SqlState.of(new SQLException("none"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08000", "08003", "08006", "57P01", "57P02", "57P03", "57P05", "25P03", "25P04"})
    void isConnectionLost_sessionEnded(String state) {
        assertThat(SqlState.isConnectionLost(new SQLException("x", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"57014", "55P03", "25P02", "42P01", "0A000"})
    void isConnectionLost_other_isFalse(String state) {
        assertThat(SqlState.isConnectionLost(new SQLException("x", state))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection is closed", "Connection has already been closed."})
    void isConnectionLost_closedByThePool_isTrue(String message) {
        assertThat(SqlState.isConnectionLost(new SQLException(message))).isTrue();
        assertThat(SqlState.isConnectionLost(new SQLException("the statement is closed")))
                .isFalse();
    }

    @Test
    void isRetriable_lockAndDeadlockOnly() {
        assertThat(SqlState.isRetriable(new SQLException("x", "55P03"))).isTrue();
        assertThat(SqlState.isRetriable(new SQLException("x", "40P01"))).isTrue();
        assertThat(SqlState.isRetriable(new SQLException("x", "57014"))).isFalse();
        assertThat(SqlState.isRetriable(new SQLException("x", "23505"))).isFalse();
    }

    @Test
    void namedQuestions() {
        assertThat(SqlState.isUndefinedTable(new SQLException("x", "42P01"))).isTrue();
        assertThat(SqlState.isInsufficientPrivilege(new SQLException("x", "42501")))
                .isTrue();
        assertThat(SqlState.isRefusedInTransaction(new SQLException("x", "25001")))
                .isTrue();
        assertThat(SqlState.isCanceled(new SQLException("x", "57014"))).isTrue();
    }
}
