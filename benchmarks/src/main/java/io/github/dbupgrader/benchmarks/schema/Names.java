package io.github.dbupgrader.benchmarks.schema;

/**
 * The names by which a release of the application knows what it uses.
 *
 * @param read the table or view that it reads
 * @param write the table that it writes
 * @param counter the column that it counts in
 */
record Names(String read, String write, String counter) {

    /** Those of the table as it is before. */
    static final Names FIRST = new Names(BusyTable.NAME, BusyTable.NAME, BusyTable.COUNTER);

    static Names of(String table, String counter) {
        return new Names(table, table, counter);
    }

    Names reading(String view) {
        return new Names(view, write, counter);
    }
}
