package io.github.dbupgrader.schema;

import io.github.dbupgrader.step.SubStep;
import java.util.ArrayList;
import java.util.List;

/** Replaces an index by another one: the new one is built before the old one goes, so that queries always have one of them. */
final class ReplaceIndex implements SchemaChange {

    private final TableName table;
    private final Index from;
    private final Index to;

    ReplaceIndex(TableName table, Index from, Index to) {
        this.table = table;
        this.from = from;
        this.to = to;
    }

    @Override
    public String description() {
        return "replace index " + from.name().text() + " on " + table + " by "
                + to.name().text();
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.low("the new index is there before the old one goes")
                .shareUpdateExclusive(table, "while the index is built")
                .services("nothing", "nothing", "nothing", ImpactProfile.ANY_TIME)
                .rollback("the old index is built again, concurrently, and the new one dropped")
                .about(table);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        List<SubStep> parts = new ArrayList<>(new CreateIndexConcurrently(table, to).subSteps(backfills));
        parts.addAll(new DropIndexConcurrently(table, from).subSteps(backfills));
        return parts;
    }
}
