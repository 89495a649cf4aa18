package io.github.dbupgrader.backfill;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

public class ThrottleErrorsTest implements PinnedTexts {

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(ThrottleErrors.class)
                .thrown(
                        () -> Throttles.replicaLag(Duration.ZERO),
                        "UPG-106 The limit of the throttle replicaLag is PT0S: with such a limit the work would never go"
                                + " on. Fix: give more than zero.")
                .thrown(
                        () -> Throttles.replicaLagBytes(0),
                        "UPG-106 The limit of the throttle replicaLagBytes is 0: with such a limit the work would never"
                                + " go on. Fix: give more than zero.")
                .thrown(
                        () -> Throttles.walBacklog(-1),
                        "UPG-106 The limit of the throttle walBacklog is -1: with such a limit the work would never go"
                                + " on. Fix: give more than zero.")
                .thrown(
                        () -> Throttles.autovacuum(Duration.ofSeconds(-1)),
                        "UPG-106 The limit of the throttle autovacuum is PT-1S: with such a limit the work would never"
                                + " go on. Fix: give more than zero.")
                .thrown(
                        () -> Throttles.window(LocalTime.NOON, LocalTime.NOON, ZoneOffset.UTC),
                        "UPG-106 The window of a throttle begins and ends at 12:00: that is no time at all, or all of"
                                + " the day. Fix: give two times, or leave the throttle out.")
                .thrown(
                        () -> Throttles.probe(" ", Optional::empty),
                        "UPG-106 The name of a probe is blank: it tells an operator why a backfill holds. Fix: say in a"
                                + " few words what the probe looks at.")
                .thrown(
                        () -> Verdict.hold(""),
                        "UPG-106 A throttle's verdict HOLD has no reason: it tells an operator why a backfill holds, or"
                                + " why nobody knows. Fix: give a reason of a few words.");
    }
}
