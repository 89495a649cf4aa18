package io.github.dbupgrader;

import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.TableActivity;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether something goes on at a table because of which it is no use to try for a lock of it. */
final class Calm {

    private static final Logger LOG = LoggerFactory.getLogger(Calm.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final int TELL_EVERY = 5;

    private final Configuration configuration;
    private final RunSession session;
    private final RegisteredMethod step;
    private int looks;
    private boolean indexesTold;

    Calm(Configuration configuration, RunSession session, RegisteredMethod step) {
        this.configuration = configuration;
        this.session = session;
        this.step = step;
    }

    /** One round trip, outside of any transaction. What cannot be looked at is tried. */
    boolean isCalm(String table) {
        TableActivity activity;
        try {
            activity = TableActivity.at(
                    session.connection(), table, configuration.timeouts().longTransaction());
        } catch (SQLException e) {
            LOG.debug("what goes on at {} could not be found", table, e);
            return true;
        }
        if (!indexesTold && !activity.invalidIndexes().isEmpty()) {
            indexesTold = true;
            LOG.warn(
                    "table {} has invalid indexes, which cost each write and serve nobody: {}",
                    table,
                    activity.invalidIndexes());
        }
        if (activity.inTheWay().isEmpty()) {
            return true;
        }
        if (looks++ % TELL_EVERY == 0) {
            LOG.info(
                    "upgrade {} waits before it tries to lock {} ({} MB): {}",
                    step.version(),
                    table,
                    activity.bytes() >> 20,
                    UpgraderErrors.describe(activity.inTheWay()));
        }
        return false;
    }

    /** As long as between tries at most, and never so long that nobody would believe it. */
    Duration pause() {
        Duration pause = configuration.timeouts().longestPause();
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
