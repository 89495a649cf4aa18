package io.github.dbupgrader.examples.metrics.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.examples.metrics.application.Figures;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The proof fails where something is wrong. */
class ProofTest {

    private static final List<Figures> WELL =
            List.of(new Figures("metrics/1.0.0", 9, 3, Duration.ofMillis(4), List.of()));

    @Test
    void proof_whereNothingIsMissing_holds() {
        assertThat(new Proof(WELL, 3, 0, 5, 0)).matches(Proof::holds);
        assertThat(new Proof(WELL, 3, 0, 5, 0).render())
                .containsPattern("metrics/1\\.0\\.0 +9 +3 +0 +4 ms\n")
                .containsPattern("edits +3 +0 lost\n");
    }

    @Test
    void proof_whereSomethingIsLostChangedOrFailed_doesNot() {
        assertThat(new Proof(WELL, 3, 1, 5, 0)).matches(proof -> !proof.holds());
        assertThat(new Proof(WELL, 3, 0, 5, 1)).matches(proof -> !proof.holds());
        assertThat(new Proof(WELL, 0, 0, 5, 0)).as("nobody edited").matches(proof -> !proof.holds());
        assertThat(new Proof(WELL, 3, 0, 0, 0)).as("nothing to compare").matches(proof -> !proof.holds());
        Figures failed = new Figures("metrics/1.1.0", 9, 3, Duration.ZERO, List.of("it broke"));
        assertThat(new Proof(List.of(failed), 3, 0, 5, 0))
                .matches(proof -> !proof.holds())
                .extracting(Proof::render)
                .asString()
                .contains("it broke");
    }
}
