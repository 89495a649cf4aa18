package io.github.dbupgrader.examples.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void render_alignsWordsLeftAndNumbersRight() {
        TextTable table = new TextTable("airport", "strikes>", "state");
        table.add(List.of("DFW", "908", "Texas"));
        table.add(List.of("Barksdale", "5", "Louisiana"));

        assertThat(table.render()).isEqualTo("""
                  airport    strikes  state
                  DFW            908  Texas
                  Barksdale        5  Louisiana
                """.indent(0));
    }

    @Test
    void add_withAnotherNumberOfCells_isRefused() {
        TextTable table = new TextTable("one");

        assertThatThrownBy(() -> table.add(List.of("1", "2"))).hasMessage("2 cells for 1 columns");
    }
}
