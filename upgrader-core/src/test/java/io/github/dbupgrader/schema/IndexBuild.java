package io.github.dbupgrader.schema;

import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Runs what a declared index consists of, each time in a session of its own in autocommit, as an upgrade does. */
final class IndexBuild {
    private final SubStep subStep;

    private IndexBuild(SubStep subStep) {
        this.subStep = subStep;
    }

    static IndexBuild of(String table, Index index) {
        return of(schema -> schema.table(table).createIndexConcurrently(index));
    }

    static IndexBuild of(Consumer<Schema> declaration) {
        List<SchemaChange> changes = new ArrayList<>();
        declaration.accept(new Schema(changes::add));
        return new IndexBuild(changes.get(0).subSteps().get(0));
    }

    String name() {
        return subStep.name();
    }

    void run(TestDatabase database) throws Exception {
        run(database.dataSource());
    }

    void run(DataSource dataSource) throws Exception {
        try (Handle handle = Jdbi.create(dataSource).open()) {
            subStep.work().run(handle);
        }
    }

    void revert(TestDatabase database) throws Exception {
        try (Handle handle = Jdbi.create(database.dataSource()).open()) {
            subStep.revert().orElseThrow().run(handle);
        }
    }

    /** Runs the transactional equivalent, and rolls it back after a look. */
    void rehearse(TestDatabase database, Consumer<Handle> look) throws Exception {
        try (Handle handle = Jdbi.create(database.dataSource()).open()) {
            handle.getConnection().setAutoCommit(false);
            try {
                subStep.rehearsal().orElseThrow().run(handle);
                look.accept(handle);
            } finally {
                handle.getConnection().rollback();
                handle.getConnection().setAutoCommit(true);
            }
        }
    }
}
