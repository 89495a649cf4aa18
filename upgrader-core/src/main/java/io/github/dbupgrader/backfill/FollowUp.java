package io.github.dbupgrader.backfill;

import io.github.dbupgrader.step.SubStep;
import java.util.List;

/**
 * What is to be done when a backfill is complete, such as building an index that would have slowed it down.
 *
 * <p>Call only: the library makes them.
 */
public interface FollowUp {

    /** {@return it in a few words} */
    String description();

    /** {@return the sub-steps that do it, in order; for the library's own use} */
    List<SubStep> subSteps();
}
