package io.github.dbupgrader.metrics.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code metrics 25}, {@code metrics 26}: no column is lost, and labels are kept as they are. */
class ColumnNamesTest {

    @Test
    void labels_thatDiffer_areKept() {
        assertThat(ColumnNames.distinguished(List.of("Region · 地域", "region", "Region", "I", "ı")))
                .containsExactly("Region · 地域", "region", "Region", "I", "ı");
    }

    @Test
    void labels_thatOccurAgain_getANumber() {
        assertThat(ColumnNames.distinguished(List.of("a", "a", "?column?", "a", "?column?")))
                .containsExactly("a", "a (2)", "?column?", "a (3)", "?column? (2)");
    }

    @Test
    void numbers_thatALabelHasAlready_areLeftOut() {
        assertThat(ColumnNames.distinguished(List.of("a", "a", "a (2)"))).containsExactly("a", "a (3)", "a (2)");
        assertThat(ColumnNames.distinguished(List.of("a (2)", "a", "a", "a (2)")))
                .containsExactly("a (2)", "a", "a (3)", "a (2) (2)");
    }
}
