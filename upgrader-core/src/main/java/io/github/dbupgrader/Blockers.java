package io.github.dbupgrader;

import io.github.dbupgrader.sql.BlockerSampler;
import io.github.dbupgrader.sql.BlockingSession;
import io.github.dbupgrader.sql.BlockingSessions;
import io.github.dbupgrader.sql.FailedStatement;
import io.github.dbupgrader.sql.StatementLog;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which sessions stand in the way of a step.
 *
 * <p>On most days nothing does, so the second connection that watches is asked for only after the first failed try. Until it has seen something, the holders of locks
 * on the table of the failed statement have to do.
 */
final class Blockers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Blockers.class);

    private final Configuration configuration;
    private final RunSession session;
    private Optional<BlockerSampler> sampler = Optional.empty();
    private List<BlockingSession> last = List.of();

    Blockers(Configuration configuration, RunSession session) {
        this.configuration = configuration;
        this.session = session;
    }

    /** {@return who stood in the way of the try that just failed, or of one before if that cannot be said} */
    List<BlockingSession> after(StatementLog log) {
        List<BlockingSession> seen = sampler.map(BlockerSampler::last).orElse(List.of());
        if (seen.isEmpty()) {
            seen = onTable(log);
        }
        if (!seen.isEmpty()) {
            last = seen;
        }
        return last;
    }

    /** Watches the next try. */
    void watch() {
        if (sampler.isEmpty()) {
            sampler = Optional.of(BlockerSampler.start(
                    configuration.dataSource(), session.server().backendPid()));
        }
    }

    private List<BlockingSession> onTable(StatementLog log) {
        Optional<String> table = log.lastFailure().map(FailedStatement::text).flatMap(BlockingSessions::tableOf);
        try {
            return table.isPresent() ? BlockingSessions.onTable(session.connection(), table.get()) : List.of();
        } catch (SQLException e) {
            LOG.debug("the sessions in the way could not be found", e);
            return List.of();
        }
    }

    @Override
    public void close() {
        sampler.ifPresent(BlockerSampler::close);
    }
}
