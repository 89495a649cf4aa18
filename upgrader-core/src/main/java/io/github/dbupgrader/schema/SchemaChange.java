package io.github.dbupgrader.schema;

import io.github.dbupgrader.backfill.FollowUp;
import io.github.dbupgrader.step.SubStep;
import java.util.List;

/**
 * A change of the schema, as a value.
 *
 * <p>Call only: the library makes them.
 */
public interface SchemaChange extends FollowUp {

    /** {@return the change in a few words, such as {@code create index strikes_date_idx on strikes concurrently}} */
    @Override
    String description();

    /** {@return the sub-steps that make it, in order; for the library's own use} */
    @Override
    List<SubStep> subSteps();
}
