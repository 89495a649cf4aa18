package io.github.dbupgrader.schema;

import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Runs the sub-steps of a change one by one, each in a session of its own, as an upgrade does but without its records. */
final class ChangeRun {
    private final List<SubStep> subSteps;

    private ChangeRun(List<SubStep> subSteps) {
        this.subSteps = subSteps;
    }

    static ChangeRun of(Consumer<Schema> declaration) {
        List<SubStep> subSteps = new ArrayList<>();
        declaration.accept(new Schema(change -> subSteps.addAll(change.subSteps())));
        return new ChangeRun(subSteps);
    }

    List<String> names() {
        return subSteps.stream().map(SubStep::name).toList();
    }

    void run(TestDatabase database) throws Exception {
        run(database.dataSource());
    }

    void run(DataSource dataSource) throws Exception {
        for (SubStep subStep : subSteps) {
            run(dataSource, subStep.isTransactional(), subStep.work());
        }
    }

    /** Runs one of them, counted from 1. */
    void runPart(DataSource dataSource, int number) throws Exception {
        runPart(dataSource, number, handle -> {});
    }

    /** Runs one of them, and has a look before its end. */
    void runPart(DataSource dataSource, int number, Consumer<Handle> look) throws Exception {
        SubStep subStep = subSteps.get(number - 1);
        run(dataSource, subStep.isTransactional(), handle -> {
            subStep.work().run(handle);
            look.accept(handle);
        });
    }

    void revert(DataSource dataSource) throws Exception {
        List<SubStep> reversed = new ArrayList<>(subSteps);
        Collections.reverse(reversed);
        for (SubStep subStep : reversed) {
            run(dataSource, subStep.revertsInTransaction(), subStep.revert().orElseThrow());
        }
    }

    private static void run(DataSource dataSource, boolean transactional, SubStep.Work work) throws Exception {
        try (Handle handle = Jdbi.create(dataSource).open()) {
            if (!transactional) {
                work.run(handle);
                return;
            }
            handle.getConnection().setAutoCommit(false);
            boolean done = false;
            try {
                work.run(handle);
                handle.getConnection().commit();
                done = true;
            } finally {
                if (!done) {
                    handle.getConnection().rollback();
                }
                handle.getConnection().setAutoCommit(true);
            }
        }
    }
}
