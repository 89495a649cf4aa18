package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.Identifier;

/**
 * One column of the key along which rows are visited, ordered as its index orders it.
 *
 * @param name the column
 * @param type its type for a cast
 * @param collation the collation of the index where it is another than the column's, quoted; else empty
 * @param descending whether the index has it in descending order
 * @param nullsFirst where the index would have nulls; the column has none, but the server sorts only what the index does not
 */
record KeyColumn(Identifier name, String type, String collation, boolean descending, boolean nullsFirst) {

    /** {@return the column as the index orders it} */
    String expression(String qualifier) {
        String column = qualifier + name.quoted();
        return collation.isEmpty() ? column : "(" + column + " collate " + collation + ")";
    }

    String order(String qualifier, boolean reversed) {
        return expression(qualifier)
                + (descending == reversed ? " asc" : " desc")
                + (nullsFirst == reversed ? " nulls last" : " nulls first");
    }

    /** {@return the operator that a later value satisfies} */
    String after() {
        return descending ? "<" : ">";
    }

    String before() {
        return descending ? ">" : "<";
    }
}
