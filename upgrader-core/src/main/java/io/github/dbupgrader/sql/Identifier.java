package io.github.dbupgrader.sql;

import java.nio.charset.StandardCharsets;

/**
 * The name of one object in the database, in exactly this spelling.
 *
 * <p>The server cuts a longer name silently, so that two names become one; here it is refused.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param text the name without quotes
 */
public record Identifier(String text) {

    /** The longest name of the server, in bytes. */
    static final int LONGEST = 63;

    /**
     * Refuses what the server would not take, or would take as something else.
     *
     * @param text the name without quotes
     */
    public Identifier {
        if (text.isEmpty() || text.indexOf('\0') >= 0 || text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw SqlErrors.unusableIdentifier(text);
        }
    }

    /** {@return the name for SQL text, always quoted} */
    public String quoted() {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    /** {@return the name without quotes} */
    @Override
    public String toString() {
        return text;
    }
}
