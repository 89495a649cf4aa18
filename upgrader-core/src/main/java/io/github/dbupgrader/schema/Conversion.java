package io.github.dbupgrader.schema;

/**
 * How a value of one column becomes one of the other.
 *
 * @param expression SQL over {@link #VALUE}
 * @param type the type of the result with its length or precision, as SQL that no {@code search_path} changes
 */
record Conversion(String expression, String type) {

    /** Where the value stands in an expression. */
    static final String VALUE = "{value}";

    static final String IDENTITY = VALUE;

    /** A cast to the bare type: one to varchar(10) would cut off without a word what the assignment to a column of that type refuses. */
    static String cast(String bareType) {
        return "cast(" + VALUE + " as " + bareType + ")";
    }

    boolean isIdentity() {
        return expression.equals(IDENTITY);
    }

    /** The converted value as it is assigned. */
    String of(String value) {
        return isIdentity() ? value : "(" + expression.replace(VALUE, value) + ")";
    }

    /** The converted value as it would be stored, to compare it. */
    String stored(String value) {
        return isIdentity() ? value : "cast(" + of(value) + " as " + type + ")";
    }
}
