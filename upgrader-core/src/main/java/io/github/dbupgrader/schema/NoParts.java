package io.github.dbupgrader.schema;

import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.step.SubStep;

/** What a change gets that follows a backfill: it can neither contain one nor live on. */
record NoParts(String change) implements BackfillParts {

    @Override
    public SubStep subStep(String name, Backfill backfill) {
        throw SchemaErrors.backfillInFollowUp(change);
    }

    @Override
    public TableNames tables() {
        throw SchemaErrors.backfillInFollowUp(change);
    }

    @Override
    public String component() {
        throw SchemaErrors.backfillInFollowUp(change);
    }
}
