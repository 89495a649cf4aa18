package io.github.dbupgrader.faults;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradeStatus;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeCondition;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * A host application of four releases, of which nothing may happen twice: balances are doubled and charged, and each step
 * leaves a row for each time it ran. It has every kind of step: in one transaction (Jdbi, plain JDBC, a batch), and ONLINE
 * with sub-steps in a transaction, a concurrent index and a repeatable one outside a transaction; a condition; and a
 * release without a step, so that a stamp comes last.
 */
final class Bookkeeping implements Host {

    @Override
    public void reinstall(TestDatabase database) {
        database.execute("""
                set client_min_messages = 'warning';
                drop schema public cascade;
                create schema public;
                create type state as enum ('open');
                create table account (id bigint primary key, owner text not null, state state not null default 'open',
                  balance numeric not null);
                insert into account (id, owner, balance) select i, 'owner ' || i, i * 100 from generate_series(1, 20) as i;
                create table effect (step text not null)""");
    }

    static DatabaseUpgrader upgrader(DataSource dataSource) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.4.0")
                .register(new Upgrades())
                .build();
    }

    /** The first instance ever says at which version the database is. */
    @Override
    public void start(DataSource dataSource) {
        DatabaseUpgrader upgrader = upgrader(dataSource);
        if (upgrader.status().state() == UpgradeStatus.State.UNINITIALISED) {
            upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        }
        upgrader.upgrade();
    }

    @Override
    public String fingerprint(TestDatabase database) {
        String dump = SchemaDump.of(database.dataSource())
                .withRows()
                .withoutRowsOf("database_upgrade_history")
                .withoutColumns("number", "updated_at", "started_at", "ended_at")
                .text();
        return upgrader(database.dataSource()).history().stream()
                .filter(HistoryEntry::succeeded)
                .map(Bookkeeping::line)
                .collect(Collectors.joining("\n", dump, "\n"));
    }

    static String line(HistoryEntry entry) {
        return "history %s %s -> %s of %s %s, compatible from %s"
                .formatted(
                        entry.action(),
                        entry.from(),
                        entry.to(),
                        entry.step(),
                        entry.subStep().orElse(""),
                        entry.compatibleFrom());
    }

    /** The upgrades, as a host writes them. */
    static final class Upgrades {

        @RegisterUpgrade(value = "1.1.0", description = "Interest", compatibleFrom = "1.0.0")
        void payInterest(Handle handle) throws SQLException {
            handle.execute("update account set balance = balance * 2");
            handle.execute("create table transfer (number int generated always as identity primary key,"
                    + " account bigint not null references account, amount numeric not null)");
            try (PreparedStatement insert =
                    handle.getConnection().prepareStatement("insert into transfer (account, amount) values (?, ?)")) {
                for (int account = 1; account <= 3; account++) {
                    insert.setLong(1, account);
                    insert.setLong(2, account * 100L);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            handle.execute("insert into effect values ('interest')");
        }

        @RegisterUpgrade(value = "1.2.0", description = "Fees", mode = UpgradeMode.ONLINE, compatibleFrom = "1.1.0")
        void chargeFees(UpgradeContext upgrade) {
            upgrade.step("charge", handle -> {
                handle.execute("update account set balance = balance - 150");
                handle.execute("insert into effect values ('charge')");
            });
            upgrade.schema().table("account").createIndexConcurrently("account_owner_idx", "owner");
            upgrade.stepOutsideTransaction("new state", Upgrades::addState).repeatable();
            upgrade.step("close what is in debt", handle -> {
                handle.execute("update account set state = 'closed', balance = balance + 50 where balance < 100");
                handle.execute("insert into effect values ('close')");
            });
        }

        // Each of its statements is a commit, so each looks first.
        private static void addState(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("alter type state add value if not exists 'closed'");
                statement.execute("insert into effect select 'state' where not exists"
                        + " (select from effect where step = 'state')");
                statement.execute("vacuum account");
            }
        }

        @UpgradeCondition(value = "1.3.0", description = "no account without an owner")
        boolean allOwned(Handle handle) {
            return handle.createQuery("select count(*) = 0 from account where owner = ''")
                    .mapTo(Boolean.class)
                    .one();
        }

        @RegisterUpgrade(value = "1.3.0", description = "Owners apart")
        void splitOwners(UpgradeContext upgrade, Handle handle) {
            handle.execute("create table owner as select distinct owner as name, 1 as visits from account");
            handle.execute("update owner set visits = visits + 1");
            handle.execute("insert into effect values ('" + upgrade.version() + "')");
        }
    }
}
