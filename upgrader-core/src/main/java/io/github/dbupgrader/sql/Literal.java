package io.github.dbupgrader.sql;

/**
 * A text as a string of SQL.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class Literal {

    private Literal() {}

    /**
     * {@return the text as a literal that means the same whatever {@code standard_conforming_strings} is}
     *
     * @param text the text as it is
     */
    public static String quote(String text) {
        String doubled = text.replace("'", "''");
        return text.indexOf('\\') < 0 ? "'" + doubled + "'" : " E'" + doubled.replace("\\", "\\\\") + "'";
    }
}
