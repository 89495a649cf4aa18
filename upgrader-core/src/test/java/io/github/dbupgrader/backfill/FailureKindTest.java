package io.github.dbupgrader.backfill;

import static io.github.dbupgrader.backfill.FailureKind.DATA;
import static io.github.dbupgrader.backfill.FailureKind.DEFINITION;
import static io.github.dbupgrader.backfill.FailureKind.INFRASTRUCTURE;
import static io.github.dbupgrader.backfill.FailureKind.INTERRUPTED;
import static io.github.dbupgrader.backfill.FailureKind.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** What a failure is taken for, also where it cannot be provoked here. */
class FailureKindTest {

    @ParameterizedTest
    @DisplayName("backfill 64: which states are retried, and which count against the rows")
    @CsvSource({
        "08001, INFRASTRUCTURE",
        "08006, INFRASTRUCTURE",
        "25006, INFRASTRUCTURE",
        "26000, INFRASTRUCTURE",
        "28P01, INFRASTRUCTURE",
        "40001, INFRASTRUCTURE",
        "40P01, INFRASTRUCTURE",
        "42P05, INFRASTRUCTURE",
        "53100, INFRASTRUCTURE",
        "53200, INFRASTRUCTURE",
        "53300, INFRASTRUCTURE",
        "55006, INFRASTRUCTURE",
        "55P03, INFRASTRUCTURE",
        "57P01, INFRASTRUCTURE",
        "57P02, INFRASTRUCTURE",
        "57P03, INFRASTRUCTURE",
        "58030, INFRASTRUCTURE",
        "57014, TIMEOUT",
        "25P03, TIMEOUT",
        "25P04, TIMEOUT",
        "07006, DEFINITION",
        "0A000, DEFINITION",
        "25001, DEFINITION",
        "2D000, DEFINITION",
        "3D000, DEFINITION",
        "3F000, DEFINITION",
        "42501, DEFINITION",
        "42601, DEFINITION",
        "42703, DEFINITION",
        "42P01, DEFINITION",
        "55000, DEFINITION",
        "21000, DATA",
        "22003, DATA",
        "22012, DATA",
        "22P02, DATA",
        "23502, DATA",
        "23505, DATA",
        "23514, DATA",
        "25P02, DATA",
        "54000, DATA",
        "P0001, DATA",
        "XX000, DATA",
        "XX001, DATA"
    })
    void of_state(String state, FailureKind kind) {
        assertThat(FailureKind.of(server(state, "something", "somewhere"))).isEqualTo(kind);
        assertThat(FailureKind.of(new RuntimeException(new SQLException("from a wrapper", state))))
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @DisplayName("backfill 64: where a state means several things, the server's routine tells")
    @CsvSource({
        "0A000, RevalidateCachedQuery, INFRASTRUCTURE",
        "0A000, transformLockingClause, DEFINITION",
        "54000, GetNewTransactionId, INFRASTRUCTURE",
        "54000, GetNewMultiXactId, INFRASTRUCTURE",
        "54000, index_form_tuple_context, DATA"
    })
    void of_stateAndRoutine(String state, String routine, FailureKind kind) {
        assertThat(FailureKind.of(server(state, "something", routine))).isEqualTo(kind);
    }

    @ParameterizedTest
    @DisplayName("backfill 65: a cancelled statement is a time-out, unless somebody asked for it")
    @CsvSource({
        "canceling statement due to statement timeout, TIMEOUT",
        "storniere Anfrage wegen Zeitüberschreitung der Anfrage, TIMEOUT",
        "canceling statement due to user request, INFRASTRUCTURE"
    })
    void of_cancelled(String message, FailureKind kind) {
        assertThat(FailureKind.of(server("57014", message, "ProcessInterrupts")))
                .isEqualTo(kind);
    }

    static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of(new InterruptedException(), INTERRUPTED),
                Arguments.of(new IllegalStateException(new InterruptedException()), INTERRUPTED),
                Arguments.of(new UncheckedIOException(new ClosedByInterruptException()), INTERRUPTED),
                Arguments.of(new UpgradeException(ErrorCode.INTERRUPTED, "a", "b", "c"), INTERRUPTED),
                Arguments.of(new UpgradeException(ErrorCode.STEP_FAILED, "a", "b", "c"), DATA),
                Arguments.of(new TryAgainLaterException("The service is down"), INFRASTRUCTURE),
                Arguments.of(
                        new RuntimeException(new TryAgainLaterException("Later", new RuntimeException())),
                        INFRASTRUCTURE),
                Arguments.of(new OutOfMemoryError(), INFRASTRUCTURE),
                Arguments.of(new SQLTransientConnectionException("pool - not available"), INFRASTRUCTURE),
                Arguments.of(new SQLTransientConnectionException("pool", "XX000"), INFRASTRUCTURE),
                Arguments.of(new SQLException("Cannot get a connection"), INFRASTRUCTURE),
                Arguments.of(new SQLException("no state", ""), INFRASTRUCTURE),
                Arguments.of(new SQLTimeoutException("too late"), TIMEOUT),
                Arguments.of(new PSQLException("odd", null), DATA),
                Arguments.of(new PSQLException("gone", PSQLState.CONNECTION_FAILURE), INFRASTRUCTURE),
                Arguments.of(new NoClassDefFoundError("Gone"), DEFINITION),
                Arguments.of(new StackOverflowError(), DATA),
                Arguments.of(new ArithmeticException("/ by zero"), DATA),
                Arguments.of(new Exception("checked"), DATA));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    @DisplayName("backfill 64: what Java code, pools and the JVM throw")
    void of_exception(Throwable failure, FailureKind kind) {
        assertThat(FailureKind.of(failure)).isEqualTo(kind);
    }

    @Test
    void of_batchFailure_looksAtTheNextException() {
        BatchUpdateException batch = new BatchUpdateException("batch", "XX000", new int[0]);
        batch.setNextException(server("40P01", "deadlock detected", "DeadLockReport"));

        assertThat(FailureKind.of(batch)).isEqualTo(INFRASTRUCTURE);
    }

    @Test
    void of_causesInACircle_ends() {
        Exception outer = new Exception("outer");
        outer.initCause(new Exception("inner", outer));

        assertThat(FailureKind.of(outer)).isEqualTo(DATA);
    }

    @Test
    void tryAgainLater_carriesMessageAndCause() {
        Exception cause = new Exception("cause");

        assertThat(new TryAgainLaterException("Busy", cause)).hasMessage("Busy").hasCause(cause);
        assertThat(new TryAgainLaterException("Busy")).hasMessage("Busy").hasNoCause();
    }

    /** An error as the driver makes it of the server's fields. */
    private static PSQLException server(String state, String message, String routine) {
        return new PSQLException(
                new ServerErrorMessage("SERROR\0C" + state + "\0M" + message + "\0R" + routine + "\0"));
    }
}
