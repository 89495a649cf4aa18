package io.github.dbupgrader.backfill;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Holds while the host says so.
 *
 * @param name what the host looks at
 * @param probe its reason to hold
 */
record ProbeThrottle(String name, Callable<Optional<String>> probe) implements Throttle {

    @Override
    public Verdict check(ThrottleContext context) throws Exception {
        return probe.call().map(Verdict::hold).orElseGet(Verdict::go);
    }
}
