package io.github.dbupgrader.benchmarks.measure;

import java.lang.management.ManagementFactory;

/** Writes the megabytes in use, after a collection, to the standard output for each tenth of the rows of a process. Not safe for use by several threads. */
public final class Tenths {

    private static final int TENTHS = 10;
    private static final double MEGABYTE = 1 << 20;

    private final long rows;
    private long seen;
    private int told;

    /**
     * Begins with the first row.
     *
     * @param rows how many there are
     */
    public Tenths(long rows) {
        this.rows = rows;
    }

    /**
     * Goes on.
     *
     * @param more how many rows came since the last call
     */
    public void seen(long more) {
        seen += more;
        if (seen * TENTHS >= (told + 1) * rows) {
            told = Math.toIntExact(seen * TENTHS / rows);
            System.gc();
            System.out.println(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE);
        }
    }

    /**
     * Makes sure that the last tenth was the last.
     *
     * @throws IllegalStateException if there were fewer rows, or more
     */
    public void end() {
        Check.number("tenths of the rows", TENTHS, told);
    }
}
