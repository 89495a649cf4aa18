package io.github.dbupgrader.sql;

/** A text as a string of SQL. */
final class Literal {

    private Literal() {}

    /** {@return the text as a literal that means the same whatever {@code standard_conforming_strings} is} */
    static String quote(String text) {
        String doubled = text.replace("'", "''");
        return text.indexOf('\\') < 0 ? "'" + doubled + "'" : " E'" + doubled.replace("\\", "\\\\") + "'";
    }
}
