package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundIndex;
import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Builds an index on a partitioned table without keeping writers out, for which the server has no statement.
 *
 * <p>First the index of the table alone, which is empty, invalid and made at once; from then on the server itself gives each new partition its index. Then each partition that
 * was there gets its own, concurrently, and it is attached. With the last one the index of the table becomes valid. What is found done is not done again, so all of it can be
 * interrupted anywhere.
 */
final class PartitionedIndex {

    /** What is made at once waits for its lock no longer than this, because writers wait behind it; then it is tried again. */
    private static final String SHORT_LOCK_TIMEOUT = "set local lock_timeout = '1500ms'";

    private final Handle handle;
    private final IndexCatalogue catalogue;
    private final TableName table;
    private final Index index;

    PartitionedIndex(Handle handle, TableName table, Index index) {
        this.handle = handle;
        this.catalogue = new IndexCatalogue(handle);
        this.table = table;
        this.index = index;
    }

    /**
     * A partition.
     *
     * @param attached the name of its index that is a part of the table's index, if there is one already
     * @param valid whether that one is valid
     */
    private record Partition(FoundTable table, Optional<String> attached, boolean valid) {}

    void build(FoundTable found) throws SQLException, InterruptedException {
        complete(found, index);
        if (catalogue
                .index(found, index.name().text())
                .filter(FoundIndex::valid)
                .isEmpty()) {
            throw SchemaErrors.stillInvalid(table, index.name().text());
        }
    }

    /** Drops it with those of the partitions; what an interrupted build has not attached goes one by one. */
    void drop(FoundTable found) throws SQLException {
        Optional<FoundIndex> there = catalogue.index(found, index.name().text());
        if (there.isPresent()) {
            building(found, index).requireOurs(catalogue, found, there.get());
            briefly("drop index if exists " + quoted(found, index));
        }
        dropOfPartitions(found, index);
    }

    private void complete(FoundTable parent, Index own) throws SQLException, InterruptedException {
        Optional<FoundIndex> there = catalogue.index(parent, own.name().text());
        if (there.isPresent()) {
            building(parent, own).requireOurs(catalogue, parent, there.get());
        } else {
            requireNoForeign(parent);
            briefly(own.createStatement("", own.name().quoted(), "only " + parent.quoted()));
        }
        Set<Long> done = new HashSet<>();
        while (true) {
            List<Partition> missing =
                    partitions(parent, own).stream().filter(p -> !p.valid()).toList();
            if (missing.isEmpty()) {
                return;
            }
            for (Partition partition : missing) {
                if (!done.add(partition.table().oid())) {
                    throw SchemaErrors.stillInvalid(table, own.name().text());
                }
                complete(parent, own, partition);
            }
        }
    }

    private void complete(FoundTable parent, Index own, Partition partition) throws SQLException, InterruptedException {
        FoundTable child = partition.table();
        Index its = own.withName(partition.attached().map(Identifier::new).orElseGet(() -> nameIn(child, own)));
        if (child.kind().equals("p")) {
            complete(child, its);
        } else {
            building(child, its).build(handle, child);
        }
        if (partition.attached().isEmpty()) {
            briefly("alter index " + quoted(parent, own) + " attach partition " + quoted(child, its));
        }
    }

    private void dropOfPartitions(FoundTable parent, Index own) throws SQLException {
        for (Partition partition : partitions(parent, own)) {
            FoundTable child = partition.table();
            Index its = own.withName(nameIn(child, own));
            Optional<FoundIndex> there = catalogue.index(child, its.name().text());
            if (there.isPresent()) {
                building(child, its).requireOurs(catalogue, child, there.get());
                if (child.kind().equals("p")) {
                    briefly("drop index if exists " + quoted(child, its));
                } else {
                    Ddl.run(handle, "drop index concurrently if exists " + quoted(child, its));
                }
            }
            if (child.kind().equals("p")) {
                dropOfPartitions(child, its);
            }
        }
    }

    /** The same at each run, so that an index that was built and not attached is found again. */
    private static Identifier nameIn(FoundTable partition, Index own) {
        return HelperName.ofBoth(own.name(), new Identifier(partition.name()));
    }

    private static CreateIndexConcurrently building(FoundTable found, Index own) {
        return new CreateIndexConcurrently(TableName.of(found.schema(), found.name()), own);
    }

    private static String quoted(FoundTable found, Index own) {
        return new QualifiedName(new Identifier(found.schema()), own.name()).quoted();
    }

    private void requireNoForeign(FoundTable parent) {
        handle.createQuery("""
                        select c.oid::regclass::text from pg_partition_tree(cast(:table as oid)) p join pg_class c on c.oid = p.relid
                        where c.relkind = 'f' limit 1""")
                .bind("table", parent.oid())
                .mapTo(String.class)
                .findOne()
                .ifPresent(partition -> {
                    throw SchemaErrors.foreignPartition(table, index.name().text(), partition);
                });
    }

    private List<Partition> partitions(FoundTable parent, Index own) {
        return handle.createQuery("""
                        select c.oid, n.nspname, c.relname, c.relkind, format('%I.%I', n.nspname, c.relname) as quoted,
                          ic.relname as attached, coalesce(ix.indisvalid and ix.indisready, false) as valid
                        from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_namespace n on n.oid = c.relnamespace
                          left join (pg_index ix join pg_inherits ii on ii.inhrelid = ix.indexrelid and ii.inhparent = (
                              select o.oid from pg_class o where o.relname = :index and o.relnamespace = (
                                select p.relnamespace from pg_class p where p.oid = cast(:table as oid)))
                            join pg_class ic on ic.oid = ix.indexrelid) on ix.indrelid = c.oid
                        where i.inhparent = cast(:table as oid) order by c.oid""")
                .bind("table", parent.oid())
                .bind("index", own.name().text())
                .map((row, context) -> new Partition(
                        FoundTable.of(row), Optional.ofNullable(row.getString("attached")), row.getBoolean("valid")))
                .list();
    }

    private void briefly(String statement) throws SQLException {
        Connection connection = handle.getConnection();
        boolean done = false;
        connection.setAutoCommit(false);
        try {
            Ddl.run(handle, SHORT_LOCK_TIMEOUT);
            Ddl.run(handle, statement);
            connection.commit();
            done = true;
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }
}
