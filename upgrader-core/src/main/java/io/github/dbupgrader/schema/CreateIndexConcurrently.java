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

    /** Those releases lose rows of an index that is built while rows are updated in place. */
    private static final int FIRST_UNSOUND = 140_000;

    private static final int FIRST_SOUND = 140_004;

    private final TableName table;
    private final Index index;
    private final boolean ofConstraint;

    CreateIndexConcurrently(TableName table, Index index) {
        this(table, index, false);
    }

    /** For an index that is to become a constraint, which one of a partitioned table cannot. */
    CreateIndexConcurrently(TableName table, Index index, boolean ofConstraint) {
        this.table = table;
        this.index = index;
        this.ofConstraint = ofConstraint;
    }

    @Override
    public String description() {
        return "create index " + index.name().text() + " on " + table + " concurrently";
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.low("the index is built while the table is read and written")
                .shareUpdateExclusive(table, "while the index is built")
                .services("nothing", "nothing", "nothing", ImpactProfile.ANY_TIME)
                .rollback("the index is dropped, concurrently")
                .about(table);
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
        requireSound(catalogue.serverVersion(), table, index);
        tellWhatIsInTheWay(catalogue, found);
        if (found.kind().equals("p")) {
            new PartitionedIndex(handle, table, index).build(found);
        } else {
            build(handle, found);
        }
    }

    /** Builds it on a table that has rows of its own. */
    void build(Handle handle, FoundTable found) throws SQLException, InterruptedException {
        IndexCatalogue catalogue = new IndexCatalogue(handle);
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

    static void requireSound(int serverVersion, TableName table, Index index) {
        if (serverVersion >= FIRST_UNSOUND && serverVersion < FIRST_SOUND) {
            throw SchemaErrors.unsoundServer(table, index.name().text());
        }
    }

    /** What the build will wait for, or somebody should look at: nothing of it is ours to end or drop. */
    private void tellWhatIsInTheWay(IndexCatalogue catalogue, FoundTable found) {
        List<String> open = catalogue.openTransactions(found);
        if (!open.isEmpty()) {
            LOG.warn(
                    "index {} on {}: the build waits until these sessions, which are idle, end their transactions: {}",
                    index.name().text(),
                    table,
                    String.join("; ", open));
        }
        List<String> left = catalogue.leftOfReindexing(found);
        if (!left.isEmpty()) {
            LOG.warn(
                    "index {} on {}: an interrupted REINDEX CONCURRENTLY has left invalid indexes, which only slow writes down; drop them with DROP INDEX CONCURRENTLY: {}",
                    index.name().text(),
                    table,
                    String.join(", ", left));
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
        if (found.isPresent() && found.get().kind().equals("p")) {
            new PartitionedIndex(handle, table, index).drop(found.get());
        } else if (there.isPresent()) {
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
            case "p" -> {
                if (ofConstraint) {
                    throw SchemaErrors.partitionedTable(table, name);
                }
                yield found;
            }
            default -> throw SchemaErrors.notATable(table, name);
        };
    }

    void requireOurs(IndexCatalogue catalogue, FoundTable found, FoundIndex there) throws SQLException {
        String name = index.name().text();
        if (!there.isIndex() || there.tableOid() != found.oid()) {
            throw SchemaErrors.nameTaken(table, name);
        }
        String wanted = catalogue.canonicalDefinition(found, index);
        if (!there.definition().equals(wanted)) {
            throw SchemaErrors.otherDefinition(table, name, there.definition(), wanted);
        }
    }

    String quotedIn(FoundTable found) {
        return new QualifiedName(new Identifier(found.schema()), index.name()).quoted();
    }
}
