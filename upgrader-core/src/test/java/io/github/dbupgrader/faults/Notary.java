package io.github.dbupgrader.faults;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.SubStepMark;
import io.github.dbupgrader.UpgradeStatus;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * A host application with a sub-step that must not run twice, commits by itself and is not declared repeatable: only
 * somebody who looks can say how far it came. After a crash in it, this one looks.
 */
final class Notary implements Host {

    private static final String SEAL = "seal the deed";

    @Override
    public void reinstall(TestDatabase database) {
        database.execute("""
                set client_min_messages = 'warning';
                drop schema public cascade;
                create schema public;
                create table deed (id int primary key, seals int not null default 0);
                insert into deed (id) values (1)""");
    }

    private static DatabaseUpgrader upgrader(DataSource dataSource) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("write", handle -> handle.execute("insert into deed (id) values (2)"));
                    upgrade.stepOutsideTransaction(SEAL, Notary::seal);
                    upgrade.step("file", handle -> handle.execute("insert into deed (id) values (3)"));
                })
                .build();
    }

    private static void seal(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 'the pen is taken up'");
            statement.execute("update deed set seals = seals + 1 where id = 2");
            statement.execute("select 'the pen is laid down'");
        }
    }

    @Override
    public void start(DataSource dataSource) {
        DatabaseUpgrader upgrader = upgrader(dataSource);
        if (upgrader.status().state() == UpgradeStatus.State.UNINITIALISED) {
            upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        }
        upgrader.upgrade();
    }

    @Override
    public String startAgain(TestDatabase database, DataSource dataSource) {
        try {
            start(dataSource);
            return "";
        } catch (UpgradeException e) {
            if (e.code() != ErrorCode.INTERRUPTED_SUB_STEP) {
                throw e;
            }
        }
        boolean sealed = database.queryLong("select seals from deed where id = 2") == 1;
        SubStepMark mark = sealed ? SubStepMark.DONE : SubStepMark.NOT_DONE;
        upgrader(dataSource).markSubStep("1.1.0", SEAL, mark);
        start(dataSource);
        return "marked " + mark;
    }

    /** The history differs in one thing: who said that the seal is there. */
    @Override
    public String fingerprint(TestDatabase database) {
        String dump = SchemaDump.of(database.dataSource())
                .withRows()
                .withoutRowsOf("database_upgrade_history")
                .withoutColumns("revision", "updated_at", "started_at", "ended_at")
                .text();
        return upgrader(database.dataSource()).history().stream()
                .filter(HistoryEntry::succeeded)
                .filter(entry -> entry.subStep().filter(SEAL::equals).isEmpty())
                .map(Bookkeeping::line)
                .collect(Collectors.joining("\n", dump, "\n"));
    }
}
