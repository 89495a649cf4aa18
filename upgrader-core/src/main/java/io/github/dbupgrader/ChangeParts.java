package io.github.dbupgrader;

import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.schema.BackfillParts;
import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.step.SubStep;
import java.util.function.BiFunction;

/** What the changes of one upgrade get of it. */
record ChangeParts(Configuration configuration, BiFunction<String, Backfill, SubStep> backfills)
        implements BackfillParts {

    @Override
    public SubStep subStep(String name, Backfill backfill) {
        return backfills.apply(name, backfill);
    }

    @Override
    public TableNames tables() {
        return configuration.tables();
    }

    @Override
    public String component() {
        return configuration.component();
    }
}
