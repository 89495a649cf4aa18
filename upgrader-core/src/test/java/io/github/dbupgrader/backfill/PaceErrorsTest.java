package io.github.dbupgrader.backfill;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import java.time.Duration;

public class PaceErrorsTest implements PinnedTexts {

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(PaceErrors.class)
                .text(
                        PaceErrors.unusableTarget(Duration.ZERO),
                        "UPG-106 The target of the pace is PT0S: rows of the application are locked for the time of a"
                                + " batch, so it takes from 1 ms to 1 hour. Fix: give a time in between, such as"
                                + " 250 ms.")
                .text(
                        PaceErrors.unusableRows(5, 10, 20),
                        "UPG-106 The pace begins with 5 rows, between 10 and 20: the fewest must be at least 1, and the"
                                + " first number must lie between the fewest and the most. Fix: call rows(initial, min,"
                                + " max) with 1 <= min <= initial <= max.")
                .text(
                        PaceErrors.unusableDutyCycle(1.5),
                        "UPG-106 The duty cycle of the pace is 1.5: it is the part of the time that is worked. Fix: give"
                                + " a number from 0.01 to 1, such as 0.5.");
    }
}
