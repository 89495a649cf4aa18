package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.UpgradePlan;
import io.github.dbupgrader.UpgradePlan.Entry;
import io.github.dbupgrader.UpgradePlan.Kind;
import io.github.dbupgrader.UpgradePlan.SubStepEntry;
import io.github.dbupgrader.UpgradePlan.SubStepKind;
import io.github.dbupgrader.api.MissedPolicy;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DatabaseTest
class PlanTest {

    private DatabaseUpgraderBuilder three;

    @BeforeEach
    void threeUpgrades(TestDatabase database) {
        three = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.4.0")
                .register(Upgrade.transactional(
                                "1.1.0", upgrade -> upgrade.handle().execute("create table item (id int)"))
                        .description("items"))
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("fill", handle -> handle.execute("insert into item values (1)"));
                    upgrade.schema().table("item").createIndexConcurrently("item_id_idx", "id");
                    upgrade.stepOutsideTransaction("odd", connection -> {});
                })
                .register("1.3.0", upgrade -> upgrade.handle().execute("alter table item add column name text"));
    }

    private static DatabaseUpgrader initialised(DatabaseUpgraderBuilder builder) {
        DatabaseUpgrader upgrader = builder.build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    @Test
    @DisplayName(
            "upgrades 55: plan, dry run and upgrade have the same versions, the plan's last entry is the stamp, and at the target it is empty")
    void plan_dryRunAndUpgrade_agree() {
        DatabaseUpgrader upgrader = initialised(three);

        UpgradePlan plan = upgrader.plan();

        assertThat(plan.recorded()).contains(SchemaVersion.parse("1.0.0"));
        assertThat(plan.target()).isEqualTo(SchemaVersion.parse("1.4.0"));
        assertThat(plan.versions()).extracting(SchemaVersion::toString).containsExactly("1.1.0", "1.2.0", "1.3.0");
        assertThat(plan.entries())
                .last()
                .extracting(Entry::kind, Entry::version)
                .containsExactly(Kind.STAMP, SchemaVersion.parse("1.4.0"));
        assertThat(upgrader.dryRun().versions()).isEqualTo(plan.versions());
        assertThat(upgrader.upgrade().versions()).isEqualTo(plan.versions());
        assertThat(upgrader.plan().isEmpty()).isTrue();
        assertThat(upgrader.dryRun().versions()).isEmpty();
    }

    @Test
    @DisplayName("upgrades 55: they agree about missed versions, an explicit target and an explicit start too")
    void plan_withOptions_agrees(TestDatabase database) {
        DatabaseUpgrader upgrader = three.build();
        UpgradeOptions options = UpgradeOptions.to("1.2.0").from("1.0.0");
        UpgradePlan first = upgrader.plan(options);
        assertThat(first.entries())
                .extracting(Entry::kind)
                .containsExactly(Kind.INITIALISE, Kind.UPGRADE, Kind.UPGRADE);
        assertThat(upgrader.dryRun(options).versions()).isEqualTo(first.versions());
        assertThat(upgrader.upgrade(options).versions()).isEqualTo(first.versions());

        DatabaseUpgrader late =
                three.register("1.1.5", upgrade -> {}).missed(MissedPolicy.RUN).build();
        UpgradePlan second = late.plan();
        assertThat(second.entries())
                .extracting(e -> e.kind() + " " + e.version())
                .containsExactly("MISSED 1.1.5", "UPGRADE 1.3.0", "STAMP 1.4.0");
        assertThat(late.dryRun().versions()).isEqualTo(second.versions());
        assertThat(late.upgrade().versions()).isEqualTo(second.versions());
        assertThat(database.queryText("select schema_version from database_metadata"))
                .isEqualTo("1.4.0");
    }

    @Test
    @DisplayName("upgrades 55: what refuses an upgrade refuses its plan and its dry run with the same words")
    void plan_refused_saysTheSame() {
        DatabaseUpgrader upgrader = three.build();

        String upgrade = catchThrowable(upgrader::upgrade).getMessage();

        assertThatThrownBy(upgrader::plan)
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNINITIALISED))
                .hasMessage(upgrade);
        assertThatThrownBy(upgrader::dryRun).hasMessage(upgrade);
    }

    @Test
    @DisplayName("upgrades 55: the plan of an ONLINE upgrade lists its sub-steps, and which of them are done")
    void plan_onlineUpgrade_listsSubSteps() {
        List<String> broken = new ArrayList<>(List.of("broken"));
        DatabaseUpgrader upgrader = initialised(three.register("1.2.5", UpgradeMode.ONLINE, upgrade -> {
            upgrade.step("one", handle -> {});
            upgrade.step("two", handle -> {
                if (!broken.isEmpty()) {
                    throw new IllegalStateException(broken.remove(0));
                }
            });
        }));

        assertThat(subSteps(upgrader.plan(), "1.2.0"))
                .containsExactly(
                        new SubStepEntry("fill", SubStepKind.TRANSACTION, false),
                        new SubStepEntry(
                                "create index item_id_idx on item concurrently", SubStepKind.REPEATABLE, false),
                        new SubStepEntry("odd", SubStepKind.OUTSIDE_TRANSACTION, false));
        assertThat(catchThrowable(upgrader::upgrade)).isInstanceOf(StepFailedException.class);
        assertThat(subSteps(upgrader.plan(), "1.2.5"))
                .containsExactly(
                        new SubStepEntry("one", SubStepKind.TRANSACTION, true),
                        new SubStepEntry("two", SubStepKind.TRANSACTION, false));
    }

    private static List<SubStepEntry> subSteps(UpgradePlan plan, String version) {
        return plan.entries().stream()
                .filter(e -> e.version().toString().equals(version))
                .findFirst()
                .orElseThrow()
                .subSteps();
    }

    @Test
    @DisplayName("upgrades 55: the plan as text")
    void render_showsOneLineForEachEntry() {
        assertThat(initialised(three).plan().render()).isEqualTo("""
                application: 1.0.0 -> 1.4.0
                  upgrade    1.1.0     one tx  items
                  upgrade    1.2.0     online  lambda for 1.2.0 in io.github.dbupgrader.acceptance.PlanTest
                                    fill (one transaction)
                                    create index item_id_idx on item concurrently (outside a transaction, repeatable)
                                    odd (outside a transaction, once)
                  upgrade    1.3.0     one tx  lambda for 1.3.0 in io.github.dbupgrader.acceptance.PlanTest
                  stamp      1.4.0             record the version
                """);
    }

    @Test
    @DisplayName("upgrades 56: a plan is made in a transaction that cannot write, also while an ONLINE method declares")
    void plan_onlineMethodThatWrites_cannot(TestDatabase database) throws SQLException {
        HikariDataSource pool = database.pool(1);
        List<Connection> lent = new ArrayList<>();
        List<Throwable> refused = new ArrayList<>();
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(new Lending(pool, lent))
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
                    // not an upgrade's business; but nothing else could write on the plan's connection
                    try (Statement statement = lent.get(lent.size() - 1).createStatement()) {
                        refused.add(catchThrowable(() -> statement.execute("create table sneaky (id int)")));
                    }
                    upgrade.step("nothing", handle -> {});
                })
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        String before = SchemaDump.of(pool).withRows().text();

        assertThat(upgrader.plan().versions()).hasSize(1);

        assertThat(refused)
                .singleElement()
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState())
                                .as("read_only_sql_transaction")
                                .isEqualTo("25006"));
        assertThat(SchemaDump.of(pool).withRows().text()).isEqualTo(before);
        try (Connection connection = pool.getConnection()) {
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.isReadOnly()).isFalse();
        }
    }

    @Test
    @DisplayName("upgrades 56: a role that may only read can make a plan")
    void plan_roleThatMayOnlyRead_succeeds(TestDatabase database) {
        initialised(three);
        String reader = database.role("reader");
        database.execute("grant select on all tables in schema public to " + reader);

        UpgradePlan plan = DatabaseUpgrader.forDataSource(database.dataSource(reader))
                .applicationVersion("1.1.0")
                .register("1.1.0", upgrade -> {})
                .build()
                .plan();

        assertThat(plan.versions()).containsExactly(SchemaVersion.parse("1.1.0"));
    }
}
