package io.github.dbupgrader.backfill;

import java.util.List;
import java.util.Optional;

/**
 * Some rows, by their keys.
 *
 * @param after the key behind which they begin; empty for the first row
 * @param to the last key
 * @param single whether it is the row of that key alone
 */
record KeyRange(Optional<List<String>> after, List<String> to, boolean single) {

    static KeyRange of(Optional<List<String>> after, List<String> to) {
        return new KeyRange(after, to, false);
    }

    static KeyRange ofRow(List<String> key) {
        return new KeyRange(Optional.empty(), key, true);
    }
}
