package io.github.dbupgrader.metrics;

import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;

/** Does something when a sub-step has ended, such as what an application does meanwhile. */
record AfterSubStep(String begin, Runnable work) implements UpgradeListener {

    @Override
    public void subStepEnded(SchemaVersion version, String name, Duration duration) {
        if (name.startsWith(begin)) {
            work.run();
        }
    }
}
