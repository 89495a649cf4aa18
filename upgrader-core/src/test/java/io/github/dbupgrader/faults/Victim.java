package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/** A host application of three steps, which dies in the middle of the second. */
final class Victim {

    private Victim() {}

    /** What happens in the middle of step 2, with half of its work done. */
    @FunctionalInterface
    interface Middle {
        /** Nothing: the step goes on. */
        Middle PASS = handle -> {};

        void reached(Handle handle) throws Exception;
    }

    static void install(TestDatabase database) {
        database.execute("""
                create table account (id int primary key, balance int not null);
                insert into account select i, 100 from generate_series(1, 100) as i;
                create table effect (step text not null)""");
        upgrader(database.dataSource(), Middle.PASS).build().initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
    }

    /** All three steps in transactions; half of the second one's work would double half of the balances. */
    static DatabaseUpgraderBuilder upgrader(DataSource dataSource, Middle middle) {
        return firstStep(dataSource)
                .register("1.2.0", upgrade -> {
                    upgrade.handle().execute("update account set balance = balance * 2 where id <= 50");
                    middle.reached(upgrade.handle());
                    upgrade.handle().execute("update account set balance = balance * 2 where id > 50");
                    upgrade.handle().execute("insert into effect values ('1.2.0')");
                })
                .register("1.3.0", upgrade -> upgrade.handle().execute("insert into effect values ('1.3.0')"));
    }

    /** The second step builds an index concurrently, between two sub-steps. */
    static DatabaseUpgraderBuilder onlineUpgrader(DataSource dataSource) {
        return firstStep(dataSource)
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("double", handle -> handle.execute("update account set balance = balance * 2"));
                    upgrade.schema().table("account").createIndexConcurrently("account_balance_idx", "balance");
                    upgrade.step("count", handle -> handle.execute("insert into effect values ('1.2.0')"));
                })
                .register("1.3.0", upgrade -> upgrade.handle().execute("insert into effect values ('1.3.0')"));
    }

    private static DatabaseUpgraderBuilder firstStep(DataSource dataSource) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.3.0")
                .register("1.1.0", upgrade -> upgrade.handle().execute("insert into effect values ('1.1.0')"));
    }

    /** Fails unless the second step is neither done nor half done, and the first one is. */
    static void requireFirstStepOnly(TestDatabase database) {
        assertThat(database.queryText("select schema_version from database_metadata"))
                .isEqualTo("1.1.0");
        assertThat(database.rows("select step from effect")).containsExactly("1.1.0");
        assertThat(database.rows("select distinct balance from account")).containsExactly("100");
    }

    /** Fails unless each step has happened once, and the history says so. */
    static void requireAllOnce(TestDatabase database) {
        assertThat(database.queryText("select schema_version from database_metadata"))
                .isEqualTo("1.3.0");
        assertThat(database.rows("select step from effect order by step")).containsExactly("1.1.0", "1.2.0", "1.3.0");
        assertThat(database.rows("select distinct balance from account")).containsExactly("200");
        List<HistoryEntry> history =
                upgrader(database.dataSource(), Middle.PASS).build().history();
        assertThat(history)
                .filteredOn(HistoryEntry::succeeded)
                .filteredOn(entry -> entry.action().equals("upgrade"))
                .extracting(entry -> entry.step().orElseThrow().toString())
                .containsExactly("1.1.0", "1.2.0", "1.3.0");
    }
}
