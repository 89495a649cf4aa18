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

    /**
     * {@return the sub-steps that make it, in order; for the library's own use}
     *
     * <p>A change of one sub-step in one transaction may be used in a TRANSACTIONAL upgrade; any other needs an ONLINE one.
     *
     * @param backfills makes a sub-step of each backfill that is a part of the change
     */
    List<SubStep> subSteps(BackfillParts backfills);

    /** {@return the sub-steps of a change that contains no backfill; for the library's own use} */
    @Override
    default List<SubStep> subSteps() {
        return subSteps(new NoParts(description()));
    }
}
