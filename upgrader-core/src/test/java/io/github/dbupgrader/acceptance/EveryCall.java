package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.SubStepMark;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Each call of an upgrader, and a database in which it has something to do. */
enum EveryCall {
    INITIALISE(upgrader -> upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"))),
    UPGRADE(DatabaseUpgrader::upgrade),
    PLAN(DatabaseUpgrader::plan),
    DRY_RUN(DatabaseUpgrader::dryRun),
    STATUS(DatabaseUpgrader::status),
    VALIDATE(DatabaseUpgrader::validate),
    HISTORY(DatabaseUpgrader::history),
    ROLLBACK(upgrader -> upgrader.rollback("1.0.0")),
    REVERT(upgrader -> upgrader.rollback("1.1.0")),
    MARK(upgrader -> upgrader.markSubStep("1.2.0", "odd", SubStepMark.NOT_DONE));

    private final Consumer<DatabaseUpgrader> call;

    EveryCall(Consumer<DatabaseUpgrader> call) {
        this.call = call;
    }

    /** {@return whether it leaves the database as it is} */
    boolean onlyReads() {
        return switch (this) {
            case PLAN, STATUS, VALIDATE, HISTORY -> true;
            case INITIALISE, UPGRADE, DRY_RUN, ROLLBACK, REVERT, MARK -> false;
        };
    }

    /** Brings the database to where this call starts from, whatever is in it. */
    void prepare(TestDatabase database) {
        database.execute("drop schema public cascade; create schema public");
        AtomicBoolean fails = new AtomicBoolean(this == MARK || this == REVERT);
        DatabaseUpgrader upgrader = upgrader(database.dataSource(), fails);
        if (this == INITIALISE) {
            return;
        }
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        if (this == ROLLBACK || this == VALIDATE) {
            upgrader.upgrade();
        }
        if (this == MARK || this == REVERT) {
            assertThat(catchThrowable(upgrader::upgrade)).isInstanceOf(StepFailedException.class);
        }
        if (this == REVERT) {
            upgrader.markSubStep("1.2.0", "odd", SubStepMark.DONE);
        }
    }

    /** Makes the call over these connections, and returns what it throws, or {@code null}. */
    Throwable failure(DataSource dataSource) {
        return catchThrowable(() -> call.accept(upgrader(dataSource, new AtomicBoolean())));
    }

    private static DatabaseUpgrader upgrader(DataSource dataSource, AtomicBoolean fails) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.2.0")
                .register("1.1.0", upgrade -> upgrade.handle().execute("create table item (id int)"))
                .registerRollback(
                        "1.1.0",
                        UpgradeMode.TRANSACTIONAL,
                        upgrade -> upgrade.handle().execute("drop table item"))
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("fill", handle -> handle.execute("insert into item values (1)"))
                            .revert(handle -> handle.execute("delete from item"));
                    upgrade.stepOutsideTransaction("odd", connection -> {
                                if (fails.get()) {
                                    throw new IllegalStateException("half done");
                                }
                            })
                            .revert(connection -> {});
                })
                .registerRollback(
                        "1.2.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.step("empty", handle -> handle.execute("delete from item")))
                .build();
    }
}
