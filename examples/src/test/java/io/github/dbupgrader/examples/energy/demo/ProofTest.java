package io.github.dbupgrader.examples.energy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.examples.energy.demo.Proof.Comparison;
import io.github.dbupgrader.examples.energy.service.Journal.Cell;
import io.github.dbupgrader.examples.energy.service.Journal.Column;
import java.time.LocalDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProofTest {

    private static final Cell ONE = new Cell(Column.ENERGY, 1, LocalDateTime.MIN);
    private static final Cell TWO = new Cell(Column.ENERGY, 2, LocalDateTime.MIN);

    @Test
    void comparison_ofWhatIsNotThere_differsOrWasNeverWritten_tellsWhich() {
        assertThat(Comparison.of(Column.ENERGY, Map.of(ONE, 1.5), Map.of(ONE, 1.5)))
                .isEqualTo(new Comparison(Column.ENERGY, 1, 0, 0, 0))
                .matches(Comparison::isEqual);
        assertThat(Comparison.of(Column.ENERGY, Map.of(ONE, 1.5, TWO, 2.5), Map.of(ONE, 1.5)))
                .isEqualTo(new Comparison(Column.ENERGY, 2, 1, 0, 0))
                .matches(c -> !c.isEqual());
        assertThat(Comparison.of(Column.ENERGY, Map.of(ONE, 1.5), Map.of(ONE, 1.6)))
                .isEqualTo(new Comparison(Column.ENERGY, 1, 0, 1, 0))
                .matches(c -> !c.isEqual());
        assertThat(Comparison.of(Column.ENERGY, Map.of(ONE, 1.5), Map.of(ONE, 1.5, TWO, 2.5)))
                .isEqualTo(new Comparison(Column.ENERGY, 1, 0, 0, 1))
                .matches(c -> !c.isEqual());
        assertThat(Comparison.of(Column.ENERGY, Map.of(), Map.of()))
                .as("nothing was written at all")
                .matches(c -> !c.isEqual());
    }
}
