package io.github.dbupgrader.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A statement that a script may not have, recognised by its words.
 *
 * @param problem what is wrong with it
 * @param fix what to do instead
 */
record StatementRule(String problem, String fix) {

    /** {@return the rule that a statement breaks, by its words outside of parentheses, in lower case} */
    static Optional<StatementRule> broken(List<String> words) {
        String first = word(words, 0);
        return switch (first) {
            case "copy" -> copy(words);
            case "begin", "commit", "end", "abort" -> transaction(first);
            case "start", "prepare" ->
                "transaction".equals(word(words, 1)) ? transaction(first + " transaction") : Optional.empty();
            case "rollback" -> isToSavepoint(words) ? Optional.empty() : transaction(first);
            default -> Optional.empty();
        };
    }

    /** {@code rollback [work | transaction] to [savepoint] s} stays within its transaction. */
    private static boolean isToSavepoint(List<String> words) {
        String second = word(words, 1);
        boolean filler = "work".equals(second) || "transaction".equals(second);
        return "to".equals(filler ? word(words, 2) : second);
    }

    private static Optional<StatementRule> copy(List<String> words) {
        for (int i = 1; i + 1 < words.size(); i++) {
            String ends = words.get(i) + " " + words.get(i + 1);
            if ("from stdin".equals(ends) || "to stdout".equals(ends)) {
                return Optional.of(new StatementRule(
                        "COPY " + ends.toUpperCase(Locale.ROOT)
                                + " moves data through the client, and a script has none",
                        "write INSERT statements, or copy with the driver's CopyManager in the upgrade method"));
            }
        }
        return Optional.empty();
    }

    private static Optional<StatementRule> transaction(String words) {
        return Optional.of(new StatementRule(
                words.toUpperCase(Locale.ROOT)
                        + " controls the transaction, and the upgrade's changes and its record commit together",
                "leave it out; use SAVEPOINT and ROLLBACK TO where a part may fail"));
    }

    private static String word(List<String> words, int index) {
        return index < words.size() ? words.get(index) : "";
    }
}
