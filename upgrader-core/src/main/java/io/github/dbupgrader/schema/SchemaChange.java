package io.github.dbupgrader.schema;

import io.github.dbupgrader.backfill.FollowUp;
import io.github.dbupgrader.step.SubStep;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

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

    /** {@return what it says of itself before anybody has looked at a database; for the library's own use} */
    ImpactProfile impactProfile();

    /**
     * {@return what it means for those who use a database: locks, what services do and when, what depends on it there, who is connected, how it is undone}
     *
     * <p>It reads the catalogue and {@code pg_stat_activity}, and takes no lock of a table.
     *
     * @param dataSource the database; the connection is given back as it was
     * @throws io.github.dbupgrader.error.UpgradeException if it cannot be read
     */
    default Impact impact(DataSource dataSource) {
        return ImpactReader.read(dataSource, this);
    }

    /**
     * {@return the same, read through a handle that is there}
     *
     * @param handle the handle, in a transaction or not
     */
    default Impact impact(Handle handle) {
        return ImpactReader.read(handle, this);
    }

    /** {@return the sub-steps of a change that contains no backfill; for the library's own use} */
    @Override
    default List<SubStep> subSteps() {
        return subSteps(new NoParts(description()));
    }

    /** {@return which half it is of a change that two versions make together; empty for any other change; for the library's own use} */
    default Optional<ChangeHalf> half() {
        return Optional.empty();
    }
}
