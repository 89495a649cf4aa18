package io.github.dbupgrader.metrics.query;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an engine said of a failed query, fit to be shown: one line, without details, and without values of rows.
 *
 * <p>Call only.
 *
 * @param message the engine's own words
 * @param sqlState its SQLSTATE, or {@code null} where the engine has none
 * @param position where in the SQL the mistake is, from 1; 0 if not known
 */
public record DatabaseError(String message, @Nullable String sqlState, int position) {
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

    /** Takes the first line of the message, without a full stop. */
    public DatabaseError {
        message = message.lines().findFirst().orElse("").strip().replaceAll("\\.+$", "");
    }

    /** {@return the same without anything that stands in quotes: where an error is about data, the engine quotes the value} */
    public DatabaseError masked() {
        return new DatabaseError(QUOTED.matcher(message).replaceAll("\"…\""), sqlState, position);
    }

    String describe() {
        StringBuilder text = new StringBuilder(message);
        if (sqlState != null || position > 0) {
            text.append(" (");
            if (sqlState != null) {
                text.append("SQLSTATE ").append(sqlState);
            }
            if (position > 0) {
                text.append(sqlState == null ? "" : ", ").append("position ").append(position);
            }
            text.append(')');
        }
        return text.toString();
    }
}
