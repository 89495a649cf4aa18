package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.LockSettings;
import io.github.dbupgrader.LockTimeoutException;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.StepResult;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the host's listeners are told, and what they cannot do. */
@DatabaseTest
class ListenerTest {

    /** Notes each event as a line. */
    private static final class Notes implements UpgradeListener {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void waiting(String holder, Duration waited) {
            lines.add("waiting for " + holder.replaceFirst("session \\d+ \\(\"(.*?)\".*", "$1"));
        }

        @Override
        public void runStarted(int steps) {
            lines.add("run of " + steps);
        }

        @Override
        public void stepStarted(SchemaVersion version, String description) {
            lines.add("step " + version);
        }

        @Override
        public void subStepStarted(SchemaVersion version, String name) {
            lines.add("sub-step " + version + " " + name);
        }

        @Override
        public void progress(SchemaVersion version, String what, long done, long total) {
            lines.add("progress " + version + " " + what + " " + done + "/" + total);
        }

        @Override
        public void subStepEnded(SchemaVersion version, String name, Duration duration) {
            lines.add("sub-step " + version + " " + name + " ended");
        }

        @Override
        public void stepEnded(StepResult step) {
            lines.add("step " + step.version() + " ended");
        }

        @Override
        public void stepFailed(SchemaVersion version, Throwable failure) {
            lines.add("step " + version + " failed: " + failure.getClass().getSimpleName());
        }

        @Override
        public void runEnded(UpgradeResult result) {
            lines.add("run " + result.outcome());
        }

        @Override
        public void runFailed(Throwable failure) {
            lines.add("run failed: " + failure.getClass().getSimpleName());
        }
    }

    @BeforeEach
    void initialise(TestDatabase database) {
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();
    }

    private static DatabaseUpgraderBuilder builder(TestDatabase database) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.2.0")
                .register("1.1.0", upgrade -> {
                    upgrade.handle().execute("create table item (id int)");
                    upgrade.progress("items", 1, 2);
                })
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("rows", handle -> upgrade.progress("rows", 5, 0));
                    upgrade.schema().table("item").createIndexConcurrently("item_id_idx", "id");
                });
    }

    @Test
    @DisplayName("upgrades 69: listeners get run, step and sub-step start, progress and end, in order")
    void listener_ofARun_hearsEverything(TestDatabase database) {
        Notes notes = new Notes();

        builder(database).listener(notes).build().upgrade();

        assertThat(notes.lines)
                .containsExactly(
                        "run of 2",
                        "step 1.1.0",
                        "progress 1.1.0 items 1/2",
                        "step 1.1.0 ended",
                        "step 1.2.0",
                        "sub-step 1.2.0 rows",
                        "progress 1.2.0 rows 5/0",
                        "sub-step 1.2.0 rows ended",
                        "sub-step 1.2.0 create index item_id_idx on item concurrently",
                        "sub-step 1.2.0 create index item_id_idx on item concurrently ended",
                        "step 1.2.0 ended",
                        "run APPLIED");
    }

    @Test
    @DisplayName("upgrades 69: a start with nothing to do is told to nobody")
    void listener_ofAStartWithNothingToDo_hearsNothing(TestDatabase database) {
        builder(database).build().upgrade();
        Notes notes = new Notes();

        assertThat(builder(database).listener(notes).build().upgrade().outcome())
                .isEqualTo(Outcome.NOTHING_TO_DO);

        assertThat(notes.lines).isEmpty();
    }

    @Test
    @DisplayName("upgrades 69: listeners get the failure of a step and of the run")
    void listener_ofAFailure_hearsIt(TestDatabase database) {
        Notes notes = new Notes();
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .listener(notes)
                .register("1.1.0", sql("select 1 / 0"))
                .build();

        assertThatThrownBy(upgrader::upgrade).isInstanceOf(StepFailedException.class);

        assertThat(notes.lines)
                .containsExactly(
                        "run of 1",
                        "step 1.1.0",
                        "step 1.1.0 failed: StepFailedException",
                        "run failed: StepFailedException");
    }

    @Test
    @DisplayName("upgrades 69, upgrades 63: and of a rollback likewise")
    void listener_ofAFailingRollback_hearsIt(TestDatabase database) {
        DatabaseUpgraderBuilder builder = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", sql("select 1"))
                .registerRollback("1.1.0", UpgradeMode.TRANSACTIONAL, sql("select 1 / 0"));
        builder.build().upgrade();
        Notes notes = new Notes();
        DatabaseUpgrader upgrader = builder.listener(notes).build();

        assertThatThrownBy(() -> upgrader.rollback("1.0.0")).isInstanceOf(StepFailedException.class);

        assertThat(notes.lines)
                .containsExactly(
                        "run of 1",
                        "step 1.1.0",
                        "step 1.1.0 failed: StepFailedException",
                        "run failed: StepFailedException");
    }

    static Stream<Named<Throwable>> throwables() {
        return Stream.of(
                Named.of("an exception", new IllegalStateException("from a listener")),
                Named.of("an error", new AssertionError("from a listener")));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    @DisplayName("upgrades 69: a listener that throws at every event does not break the run, nor the others' hearing")
    void listener_throwing_isOnlyLogged(Throwable thrown, TestDatabase database) {
        Notes notes = new Notes();
        UpgradeListener throwing = (UpgradeListener) Proxy.newProxyInstance(
                UpgradeListener.class.getClassLoader(),
                new Class<?>[] {UpgradeListener.class},
                (proxy, method, args) -> {
                    if (method.getDeclaringClass() == UpgradeListener.class) {
                        throw thrown;
                    }
                    return null;
                });

        try (Logged logged = new Logged(".Listeners", Level.WARN)) {
            UpgradeResult result =
                    builder(database).listener(throwing).listener(notes).build().upgrade();

            assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(notes.lines).hasSize(12);
            assertThat(logged.texts()).hasSize(12).allMatch(text -> text.contains("from a listener"));
        }
    }

    @Test
    @DisplayName("upgrades 68: waiting is told at most every few seconds, and names the holder")
    void waiting_isToldEveryFewSeconds(TestDatabase database) throws Exception {
        Gate gate = new Gate();
        DatabaseUpgrader holder = builder(database)
                .condition("1.1.0", "the gate is open", handle -> {
                    handle.execute("set application_name = 'the holder'");
                    gate.pass();
                    return true;
                })
                .build();
        Notes notes = new Notes();
        try (Background background = new Background()) {
            Future<UpgradeResult> holding = background.run(holder::upgrade);
            gate.awaitReached();
            // some twenty looks at the lock
            LockSettings patience = LockSettings.defaults().maxWait(Duration.ofMillis(1_500));

            assertThatThrownBy(() -> builder(database)
                            .listener(notes)
                            .lockSettings(patience)
                            .build()
                            .upgrade())
                    .isInstanceOf(LockTimeoutException.class);

            gate.open();
            Background.result(holding);
        }
        assertThat(notes.lines).containsExactly("waiting for the holder");
    }
}
