package io.github.dbupgrader.schema;

import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.step.SubStep;

/**
 * Turns a backfill that is a part of a schema change into a sub-step of the upgrade. What a backfill needs beyond its definition belongs to the upgrader, so the
 * change leaves the place open.
 *
 * <p>Call only: the library implements it.
 */
@FunctionalInterface
public interface BackfillParts {

    /**
     * {@return the sub-step that runs the backfill to its end}
     *
     * @param name its name, unique among the backfills of the component
     * @param backfill what is done
     */
    SubStep subStep(String name, Backfill backfill);
}
