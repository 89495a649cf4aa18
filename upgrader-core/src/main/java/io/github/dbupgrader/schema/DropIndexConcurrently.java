package io.github.dbupgrader.schema;

import io.github.dbupgrader.step.SubStep;
import java.util.List;

/**
 * Drops an index without keeping anybody out. Its definition is a part of the declaration: another index of that name is left alone, and a revert builds it again. So it is
 * the building of the index, turned round.
 */
final class DropIndexConcurrently implements SchemaChange {

    private final TableName table;
    private final Index index;

    DropIndexConcurrently(TableName table, Index index) {
        this.table = table;
        this.index = index;
    }

    @Override
    public String description() {
        return "drop index " + index.name().text() + " on " + table + " concurrently";
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.low("the index is dropped while the table is read and written")
                .shareUpdateExclusive(table, "until transactions that use the table have ended")
                .services(
                        "nothing",
                        "nothing, but queries that used the index become slow",
                        "nothing, but queries that used the index become slow",
                        ImpactProfile.ANY_TIME)
                .rollback("the index is built again, concurrently")
                .about(table);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        CreateIndexConcurrently building = new CreateIndexConcurrently(table, index);
        return List.of(Parts.rehearsedBy(
                building::rehearseDrop,
                Parts.repeatable(
                        description(),
                        building::drop,
                        building::build,
                        index.createStatement("", index.name().quoted(), table.quoted()))));
    }
}
