package io.github.dbupgrader.schema;

import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.step.SubStep;

/**
 * What a schema change needs of the upgrader: it turns a backfill that is a part of the change into a sub-step of the upgrade, and tells where the change is
 * recorded, if it lives on for a while.
 *
 * <p>Call only: the library implements it.
 */
public interface BackfillParts {

    /**
     * {@return the sub-step that runs the backfill to its end}
     *
     * @param name its name, unique among the backfills of the component
     * @param backfill what is done
     */
    SubStep subStep(String name, Backfill backfill);

    /** {@return where the library's own tables are} */
    TableNames tables();

    /** {@return whose change it is} */
    String component();
}
