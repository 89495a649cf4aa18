package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundIndex;
import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.QualifiedName;
import io.github.dbupgrader.step.Checksum;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.step.SubStep.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds an index without keeping writers out.
 *
 * <p>{@code create index concurrently} runs in transactions of its own and leaves an invalid index when it is interrupted; {@code if not exists} would then
 * report success on that. So this looks first: nothing there, build; ours and valid, done; ours and invalid, drop concurrently and build; another session
 * building it, wait; anything else, refuse. Interrupted anywhere, it can simply run again.
 */
final class CreateIndexConcurrently implements SchemaChange {

    private static final Logger LOG = LoggerFactory.getLogger(CreateIndexConcurrently.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final TableName table;
    private final Index index;

    CreateIndexConcurrently(TableName table, Index index) {
        this.table = table;
        this.index = index;
    }

    @Override
    public String description() {
        return "create index " + index.name().text() + " on " + table + " concurrently";
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        String statement = index.createStatement("concurrently ", index.name().quoted(), table.quoted());
        return List.of(new SubStep(
                description(),
                Kind.REPEATABLE,
                this::build,
                Optional.of(this::drop),
                Optional.of(this::rehearse),
                Checksum.of(Kind.REPEATABLE.name(), statement)));
    }

    void build(Handle handle) throws SQLException, InterruptedException {
        IndexCatalogue catalogue = new IndexCatalogue(handle);
        FoundTable found = resolve(catalogue);
        Optional<FoundIndex> there = awaitOtherBuilder(catalogue, found);
        if (there.isPresent()) {
            requireOurs(catalogue, found, there.get());
            if (there.get().valid()) {
                return;
            }
            LOG.warn(
                    "index {} on {} is invalid, left by an interrupted build: it is dropped and built anew",
                    index.name().text(),
                    table);
            Ddl.run(handle, "drop index concurrently if exists " + quotedIn(found));
        }
        Ddl.run(handle, index.createStatement("concurrently ", index.name().quoted(), found.quoted()));
        if (catalogue
                .index(found, index.name().text())
                .filter(FoundIndex::valid)
                .isEmpty()) {
            throw SchemaErrors.stillInvalid(table, index.name().text());
        }
    }

    /** A build that is under way elsewhere, such as the orphan of a killed process, must not be dropped: its end decides. */
    private Optional<FoundIndex> awaitOtherBuilder(IndexCatalogue catalogue, FoundTable found)
            throws InterruptedException {
        boolean told = false;
        while (true) {
            Optional<FoundIndex> there = catalogue.index(found, index.name().text());
            Optional<Integer> builder = there.flatMap(index -> catalogue.builder(found, index));
            if (builder.isEmpty()) {
                // It may have ended since the first look, and what it left must not be taken for invalid.
                return there.isEmpty()
                        ? there
                        : catalogue.index(found, this.index.name().text());
            }
            if (!told) {
                LOG.info(
                        "index {} on {} is being built by session {}: waiting for it",
                        index.name().text(),
                        table,
                        builder.get());
                told = true;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while session " + builder.get() + " builds "
                        + index.name().text());
            }
        }
    }

    void drop(Handle handle) throws SQLException {
        IndexCatalogue catalogue = new IndexCatalogue(handle);
        Optional<FoundTable> found = catalogue.table(table);
        Optional<FoundIndex> there =
                found.flatMap(t -> catalogue.index(t, index.name().text()));
        if (there.isPresent()) {
            requireOurs(catalogue, found.get(), there.get());
            Ddl.run(handle, "drop index concurrently if exists " + quotedIn(found.get()));
        }
    }

    void rehearseDrop(Handle handle) throws SQLException {
        IndexCatalogue catalogue = new IndexCatalogue(handle);
        FoundTable found = resolve(catalogue);
        Optional<FoundIndex> there = catalogue.index(found, index.name().text());
        if (there.isPresent()) {
            requireOurs(catalogue, found, there.get());
            Ddl.run(handle, "drop index " + quotedIn(found));
        }
    }

    private void rehearse(Handle handle) throws SQLException {
        IndexCatalogue catalogue = new IndexCatalogue(handle);
        FoundTable found = resolve(catalogue);
        Optional<FoundIndex> there = catalogue.index(found, index.name().text());
        if (there.isPresent()) {
            requireOurs(catalogue, found, there.get());
            if (there.get().valid()) {
                return;
            }
            Ddl.run(handle, "drop index " + quotedIn(found));
        }
        Ddl.run(handle, index.createStatement("", index.name().quoted(), found.quoted()));
    }

    private FoundTable resolve(IndexCatalogue catalogue) {
        String name = index.name().text();
        FoundTable found = catalogue.table(table).orElseThrow(() -> SchemaErrors.noSuchTable(table, name));
        return switch (found.kind()) {
            case "r", "m" -> found;
            case "p" -> throw SchemaErrors.partitionedTable(table, name);
            default -> throw SchemaErrors.notATable(table, name);
        };
    }

    private void requireOurs(IndexCatalogue catalogue, FoundTable found, FoundIndex there) throws SQLException {
        String name = index.name().text();
        if (!there.isIndex() || there.tableOid() != found.oid()) {
            throw SchemaErrors.nameTaken(table, name);
        }
        String wanted = catalogue.canonicalDefinition(found, index);
        if (!there.definition().equals(wanted)) {
            throw SchemaErrors.otherDefinition(table, name, there.definition(), wanted);
        }
    }

    private String quotedIn(FoundTable found) {
        return new QualifiedName(new Identifier(found.schema()), index.name()).quoted();
    }
}
