package io.github.dbupgrader;

import io.github.dbupgrader.plan.PlannedRun;
import io.github.dbupgrader.plan.PlannedStep;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.step.SubStep.Precondition;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks what the sub-steps of ONLINE upgrades need before anything runs. */
final class Preconditions {

    private static final Logger LOG = LoggerFactory.getLogger(Preconditions.class);

    private final Configuration configuration;
    private final RunSession session;

    Preconditions(Configuration configuration, RunSession session) {
        this.configuration = configuration;
        this.session = session;
    }

    /** Asks for one upgrade, in the transaction in which it begins. */
    static void require(List<SubStep> declared, Handle handle) throws Exception {
        for (SubStep subStep : declared) {
            if (subStep.precondition().isPresent()) {
                subStep.precondition().get().atBegin().run(handle);
            }
        }
    }

    /**
     * Asks for all upgrades of a run. What one of them would be refused for is told before the first one runs, while the older application can still live with the schema,
     * and perhaps does what is missing.
     *
     * @param notBegun those whose turn has not come yet; the others were let through when they began
     */
    void requireBeforeRun(PlannedRun plan, Collection<SchemaVersion> notBegun) {
        if (plan.recorded().isEmpty()) {
            return; // the library's tables come with the first record
        }
        Set<String> earlier = new HashSet<>();
        for (PlannedStep step : plan.steps()) {
            List<SubStep> declared = declared(step.upgrade());
            for (SubStep subStep : declared) {
                // what an earlier upgrade does or asks under the same name is not to be asked before it
                if (notBegun.contains(step.upgrade().version()) && !earlier.contains(subStep.name())) {
                    subStep.precondition().map(Precondition::beforeRun).ifPresent(this::ask);
                }
            }
            declared.forEach(subStep -> earlier.add(subStep.name()));
        }
    }

    /** One that cannot be declared says so in its turn, and is recorded there. */
    private List<SubStep> declared(RegisteredMethod upgrade) {
        if (!upgrade.isOnline()) {
            return List.of();
        }
        try {
            return OnlineContext.declare(upgrade, configuration).subSteps();
        } catch (Exception | Error e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.debug("nothing is asked before upgrade {}, whose sub-steps cannot be declared", upgrade.version(), e);
            return List.of();
        }
    }

    /** A failure ends the run, and with its session this transaction. */
    private void ask(SubStep.Work question) {
        session.begin();
        try {
            session.own()
                    .createQuery(
                            "select set_config('transaction_read_only', 'on', true), set_config('lock_timeout', :lock, true)")
                    .bind("lock", configuration.timeouts().firstLock().toMillis() + "ms")
                    .mapTo(String.class)
                    .one();
            question.run(session.own());
            session.rollBack();
        } catch (RuntimeException e) {
            throw e;
        } catch (SQLException e) {
            throw UpgraderErrors.database("What an upgrade needs could not be asked", e);
        } catch (Exception e) {
            throw new IllegalStateException("a precondition only asks the database", e);
        }
    }
}
