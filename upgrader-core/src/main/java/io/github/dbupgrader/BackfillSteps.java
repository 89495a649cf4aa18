package io.github.dbupgrader;

import io.github.dbupgrader.api.HandleWork;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillCheck;
import io.github.dbupgrader.backfill.BackfillHost;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.BackfillStore;
import io.github.dbupgrader.backfill.BackfillTask;
import io.github.dbupgrader.backfill.Backfills;
import io.github.dbupgrader.backfill.ForegroundBackfill;
import io.github.dbupgrader.registry.RegisteredBackfill;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.step.Checksum;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.step.SubStep.Kind;
import io.github.dbupgrader.step.SubStep.Precondition;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** What upgrades and the host can do with backfills, put together from the configuration. */
final class BackfillSteps {

    private static final SubStep.Work NOTHING = handle -> {};

    private BackfillSteps() {}

    static Backfills backfills(Configuration configuration) {
        return new Backfills(
                () -> host(configuration, status -> tell(configuration, status)),
                configuration.registry().backfills().values().stream()
                        .map(RegisteredBackfill::task)
                        .toList());
    }

    /** A backfill that is a part of an ONLINE upgrade. */
    static SubStep foreground(Configuration configuration, RegisteredMethod method, String name, Backfill backfill) {
        BackfillTask task = BackfillTask.ofStep(name, backfill, method.version());
        return new SubStep(
                "backfill " + name,
                Kind.BATCHES,
                handle -> run(configuration, method, task, handle),
                Optional.of(forgetting(configuration, name, handle -> {})),
                Optional.of(handle -> new ForegroundBackfill(host(configuration, status -> {}), task).rehearse(handle)),
                Checksum.of("backfill", name, task.checksum()));
    }

    /** The revert of a backfill: its position goes together with what the author says, so that it would begin at the first row again. */
    static SubStep.Work forgetting(Configuration configuration, String name, HandleWork revert) {
        return handle -> {
            revert.run(handle);
            store(configuration).forget(handle, name);
        };
    }

    static SubStep start(Configuration configuration, String name) {
        task(configuration, name);
        return transactional("start backfill " + name, handle -> start(configuration, name, handle));
    }

    static void start(Configuration configuration, String name, Handle handle) {
        store(configuration).ensure(handle, task(configuration, name));
        store(configuration).allow(handle, task(configuration, name));
    }

    /** Asked before anything of the upgrade runs, and again in its place, because a backfill can be begun again meanwhile. */
    static SubStep require(Configuration configuration, String name) {
        BackfillTask task = task(configuration, name);
        BackfillCheck check = check(configuration);
        return transactional(completeName(name), handle -> requireComplete(configuration, name, handle))
                .withPrecondition(new Precondition(handle -> check.requireComplete(handle, task), handle -> {
                    // one that begins after an earlier upgrade of the run cannot be complete yet
                    if (!check.isTooEarly(handle, task)) {
                        check.requireComplete(handle, task);
                    }
                }));
    }

    static void requireComplete(Configuration configuration, String name, Handle handle) {
        check(configuration).rely(handle, task(configuration, name));
    }

    static SubStep finish(Configuration configuration, RegisteredMethod method, String name) {
        BackfillTask task = task(configuration, name);
        BackfillCheck check = check(configuration);
        SubStep finish = new SubStep(
                completeName(name),
                Kind.BATCHES,
                handle -> run(configuration, method, task, handle),
                Optional.of(NOTHING),
                Optional.of(handle -> rehearse(configuration, task, handle)),
                Checksum.of(completeName(name)));
        return finish.withPrecondition(new Precondition(
                handle -> {
                    check.requireWorkable(handle, task);
                    check.requireReached(handle, task);
                },
                handle -> check.requireWorkable(handle, task)));
    }

    private static void rehearse(Configuration configuration, BackfillTask task, Handle handle) throws Exception {
        BackfillCheck check = check(configuration);
        check.requireWorkable(handle, task);
        if (!check.isOver(handle, task)) {
            new ForegroundBackfill(host(configuration, status -> {}), task).rehearse(handle);
        }
    }

    private static void run(Configuration configuration, RegisteredMethod method, BackfillTask task, Handle handle)
            throws Exception {
        Consumer<BackfillStatus> progress = status -> {
            tell(configuration, status);
            configuration
                    .listeners()
                    .tell(l -> l.progress(
                            method.version(),
                            "rows of backfill " + status.name(),
                            status.rowsDone(),
                            status.rowsEstimated()));
        };
        new ForegroundBackfill(host(configuration, progress), task).run(handle);
    }

    private static void tell(Configuration configuration, BackfillStatus status) {
        configuration.listeners().tell(l -> l.backfillProgress(status));
    }

    private static SubStep transactional(String name, SubStep.Work work) {
        return new SubStep(name, Kind.TRANSACTION, work, Optional.of(NOTHING), Optional.empty(), Checksum.of(name));
    }

    private static String completeName(String name) {
        return "backfill " + name + " is complete";
    }

    private static BackfillTask task(Configuration configuration, String name) {
        return Optional.ofNullable(configuration.registry().backfills().get(name))
                .map(RegisteredBackfill::task)
                .orElseThrow(() -> StepErrors.unregisteredBackfill(
                        name, configuration.registry().backfills().keySet()));
    }

    private static BackfillCheck check(Configuration configuration) {
        return new BackfillCheck(configuration.tables(), configuration.component());
    }

    private static BackfillStore store(Configuration configuration) {
        return new BackfillStore(configuration.tables(), configuration.component());
    }

    /** The instance is called by what an operator looks for, and made unique by what no two of them share. */
    private static BackfillHost host(Configuration configuration, Consumer<BackfillStatus> progress) {
        String instance = HostName.get() + "/" + ProcessHandle.current().pid() + "/"
                + UUID.randomUUID().toString().substring(0, 8);
        return new BackfillHost(
                configuration.dataSource(),
                configuration.tables(),
                configuration.component(),
                configuration.rules().applicationVersion().text(),
                instance,
                progress);
    }
}
