package io.github.dbupgrader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.StepErrors.Doing;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.ObservedConnection;
import io.github.dbupgrader.sql.ObservedConnection.Guard;
import io.github.dbupgrader.sql.StatementLog;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.step.SubStep.Kind;
import io.github.dbupgrader.version.SchemaVersion;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("upgrades 26: the exception carries version, method, the failing SQL and the cause")
class StepFailureTest {

    private static final SQLException UNDEFINED =
            new SQLException("ERROR: column \"kwh\" does not exist\n  Position: 8", "42703");
    private static final SQLException ABORTED = new SQLException("ERROR: current transaction is aborted", "25P02");
    private static final SQLException NOT_IN_TRANSACTION =
            new SQLException("ERROR: CREATE INDEX CONCURRENTLY cannot run inside a transaction block", "25001");
    private static final SQLException GONE = new SQLException("An I/O error occurred", "08006");

    private final StatementLog log = new StatementLog(true);

    @Test
    void failure_statement_isNamedWithTheAnswer() {
        run("select\n  kwh from energy", UNDEFINED);
        StepFailedException error = failure(StepErrorsTest.ADD_TARIFF, new IllegalStateException(UNDEFINED));

        assertThat(error)
                .hasMessage(
                        "UPG-401 Upgrade 1.3.0 (com.farm.EnergyUpgrades#addTariff) failed: \"select kwh from energy\""
                                + " was answered with ERROR: column \"kwh\" does not exist Position: 8 (SQLSTATE 42703). Fix:"
                                + " mend the method or the data and start again; nothing of it was kept, and the next start"
                                + " goes on with 1.3.0.");
        assertThat(error.version()).isEqualTo(SchemaVersion.parse("1.3.0"));
        assertThat(error.origin()).isEqualTo("com.farm.EnergyUpgrades#addTariff");
        assertThat(error.failingSql()).contains("select\n  kwh from energy");
        assertThat(error).hasRootCause(UNDEFINED);
    }

    /** The statements after the failed one are only answered that the transaction is aborted. */
    @Test
    void failure_swallowedByTheMethod_namesTheFirstStatement() {
        run("select kwh from energy", UNDEFINED);
        run("select 1", ABORTED);
        StepFailedException error = failure(StepErrorsTest.ADD_TARIFF, ABORTED);

        assertThat(error.failingSql()).contains("select kwh from energy");
    }

    @Test
    void failure_ofTwoStatementsAfterASavepoint_namesTheLast() {
        run("select kwh from energy", UNDEFINED);
        run("select mwh from energy", UNDEFINED);

        assertThat(failure(StepErrorsTest.ADD_TARIFF, UNDEFINED).failingSql()).contains("select mwh from energy");
    }

    @Test
    void failure_databaseWithoutStatement_isToldAsTheDatabaseSaidIt() {
        assertThat(failure(StepErrorsTest.ADD_TARIFF, UNDEFINED))
                .hasMessageContaining(" failed: the database said ERROR: column \"kwh\" does not exist Position: 8"
                        + " (SQLSTATE 42703). Fix: mend the method");
    }

    @DisplayName("upgrades 67: no password of a failing statement or of a message is shown")
    @Test
    void failure_secrets_areMasked() {
        SQLException exists = new SQLException("ERROR: role exists: password 'geheim'", "42710");
        run("create role x password 'geheim'", exists);
        StepFailedException error = failure(StepErrorsTest.ADD_TARIFF, exists);

        assertThat(error.getMessage()).contains("password '***'").doesNotContain("geheim");
        assertThat(error.failingSql()).contains("create role x password '***'");
        assertThat(failure(StepErrorsTest.ADD_TARIFF, new IllegalStateException("postgres://a:geheim@b/c"))
                        .getMessage())
                .contains("postgres://a:***@b/c");
    }

    @Test
    void failure_longStatement_isShortened() {
        run("select '" + "x".repeat(300) + "'", UNDEFINED);
        StepFailedException error = failure(StepErrorsTest.ADD_TARIFF, UNDEFINED);

        assertThat(error.getMessage()).contains("\"select '" + "x".repeat(192) + " …\" was answered");
        assertThat(error.failingSql().orElseThrow()).hasSize(309);
    }

    @DisplayName(
            "upgrades 62: CREATE INDEX CONCURRENTLY in a transactional step: the error says which attribute to set")
    @Test
    void failure_notInATransaction_tellsToGoOnline() {
        run("create index concurrently i on energy (kwh)", NOT_IN_TRANSACTION);
        StepFailedException annotated = failure(StepErrorsTest.ADD_TARIFF, NOT_IN_TRANSACTION);

        assertThat(annotated.code()).isEqualTo(ErrorCode.NEEDS_ONLINE_MODE);
        assertThat(annotated)
                .hasMessage(
                        "UPG-108 Upgrade 1.3.0 (com.farm.EnergyUpgrades#addTariff) failed: \"create index concurrently"
                                + " i on energy (kwh)\" was answered with ERROR: CREATE INDEX CONCURRENTLY cannot run inside a"
                                + " transaction block (SQLSTATE 25001). Fix: set mode = ONLINE in the annotation of"
                                + " com.farm.EnergyUpgrades#addTariff and move the statement to stepOutsideTransaction(name,"
                                + " connection -> …) or, for an index, to schema().table(…).createIndexConcurrently(…).");
        assertThat(failure(StepErrorsTest.LAMBDA, NOT_IN_TRANSACTION).fix())
                .startsWith("register it with UpgradeMode.ONLINE and move the statement to");
    }

    @DisplayName("upgrades 62: in a transactional sub-step only the statement moves; outside one it is another failure")
    @Test
    void failure_notInATransactionOfASubStep_tellsWhereItBelongs() {
        StepFailedException inside = failure(
                StepErrorsTest.ONLINE, Optional.of(subStep(Kind.TRANSACTION)), NOT_IN_TRANSACTION, Doing.UPGRADE);

        assertThat(inside.code()).isEqualTo(ErrorCode.NEEDS_ONLINE_MODE);
        assertThat(inside.what())
                .isEqualTo("Upgrade 1.3.0 (com.farm.EnergyUpgrades#indexTariff) failed in sub-step \"copy readings\"");
        assertThat(inside.fix())
                .isEqualTo("move the statement to stepOutsideTransaction(name, connection -> …) or, for an index, to"
                        + " schema()");
        assertThat(failure(
                                StepErrorsTest.ONLINE,
                                Optional.of(subStep(Kind.OUTSIDE_TRANSACTION)),
                                NOT_IN_TRANSACTION,
                                Doing.UPGRADE)
                        .code())
                .isEqualTo(ErrorCode.STEP_FAILED);
    }

    @DisplayName("upgrades 26, upgrades 63: what to do is said in the words of what was being done")
    @Test
    void failure_fix_dependsOnWhatWasDone() {
        Optional<SubStep> none = Optional.empty();
        Optional<SubStep> some = Optional.of(subStep(Kind.TRANSACTION));

        assertThat(failure(StepErrorsTest.ONLINE, some, UNDEFINED, Doing.UPGRADE)
                        .fix())
                .isEqualTo("mend the sub-step or the data and start again; the finished sub-steps stay, and the next"
                        + " start goes on with 1.3.0");
        assertThat(failure(StepErrorsTest.ONLINE, none, UNDEFINED, Doing.UPGRADE)
                        .fix())
                .isEqualTo("mend the method or the data and start again; the finished sub-steps stay, and the next"
                        + " start goes on with 1.3.0");
        assertThat(failure(StepErrorsTest.ONLINE, some, UNDEFINED, Doing.ROLLBACK)
                        .fix())
                .isEqualTo("mend the sub-step or the data and call rollback with the same target again; what was undone"
                        + " before stays undone");
        assertThat(failure(StepErrorsTest.ADD_TARIFF, none, UNDEFINED, Doing.DRY_RUN))
                .hasMessageStartingWith("UPG-401 Dry run of upgrade 1.3.0 (com.farm.EnergyUpgrades#addTariff) failed: ")
                .hasMessageEndingWith(
                        "Fix: mend the method or the data before the upgrade really runs; the dry run was rolled back.");
        assertThat(failure(StepErrorsTest.ADD_TARIFF, none, UNDEFINED, Doing.ROLLBACK)
                        .code())
                .isEqualTo(ErrorCode.ROLLBACK_FAILED);
        assertThat(failure(StepErrorsTest.ADD_TARIFF, none, GONE, Doing.UPGRADE).fix())
                .isEqualTo("look after the database and start again; the server rolls back what was not committed");
    }

    @Test
    void failure_errorOfTheLibrary_keepsItsCodeAndRemedy() {
        UpgradeException known = UpgraderErrors.interrupted("waiting for the upgrade lock");
        StepFailedException error = failure(StepErrorsTest.ADD_TARIFF, known);

        assertThat(error)
                .hasMessage(
                        "UPG-305 Upgrade 1.3.0 (com.farm.EnergyUpgrades#addTariff) failed: The thread was interrupted"
                                + " while waiting for the upgrade lock, because somebody asked it to stop, such as a shutdown of"
                                + " the application. Fix: start again; what was recorded before stays, and the next start goes"
                                + " on from there.")
                .hasCause(known);
    }

    @Test
    void failure_ofARefusalInsideAStep_isNoRefusal() {
        UpgradeException known = UpgraderErrors.conditionsFailed(List.of("false"), Optional.empty());

        assertThat(known.isRefusal()).isTrue();
        assertThat(failure(StepErrorsTest.ADD_TARIFF, known).isRefusal()).isFalse();
    }

    @Test
    void failure_exceptionWithoutMessage_isNamedByItsClass() {
        assertThat(failure(StepErrorsTest.ADD_TARIFF, new StackOverflowError()).why())
                .isEqualTo("it threw java.lang.StackOverflowError");
        assertThat(failure(StepErrorsTest.ADD_TARIFF, new StackOverflowError()).failingSql())
                .isEmpty();
    }

    @DisplayName("upgrades 26: the exception tells what the same run completed before")
    @Test
    void exception_completed_isACopy() {
        StepResult first = new StepResult(SchemaVersion.parse("1.2.0"), "", false, Duration.ofMillis(3), 2, 0);
        StepFailedException error = StepErrors.exception(
                StepErrors.failure(
                        Doing.UPGRADE, StepErrorsTest.ADD_TARIFF, Optional.empty(), UNDEFINED, new StatementLog(true)),
                List.of(first));

        assertThat(error.completed()).containsExactly(first).isUnmodifiable();
    }

    private StepFailedException failure(RegisteredMethod method, Throwable cause) {
        return failure(method, Optional.empty(), cause, Doing.UPGRADE);
    }

    private StepFailedException failure(
            RegisteredMethod method, Optional<SubStep> subStep, Throwable cause, Doing doing) {
        return StepErrors.exception(StepErrors.failure(doing, method, subStep, cause, log), List.of());
    }

    private static SubStep subStep(Kind kind) {
        return new SubStep("copy readings", kind, handle -> {}, Optional.empty(), Optional.empty(), "checksum");
    }

    /** Runs a statement that is answered with an error. */
    private void run(String sql, SQLException answer) {
        Statement statement = proxy(Statement.class, (proxy, method, arguments) -> {
            throw answer;
        });
        Connection connection = proxy(Connection.class, (proxy, method, arguments) -> statement);
        try {
            ObservedConnection.observe(connection, log, Guard.TRANSACTION)
                    .createStatement()
                    .execute(sql);
        } catch (SQLException e) {
            assertThat((Throwable) e).isSameAs(answer);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
