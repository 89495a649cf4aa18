package io.github.dbupgrader.examples.text;

import java.io.PrintWriter;

/** Where a demonstration tells what it does. Call only. */
public final class Screen {

    private static final int INDENT = 2;

    private final PrintWriter out;

    /**
     * Creates one.
     *
     * @param out where the text goes
     */
    public Screen(PrintWriter out) {
        this.out = out;
    }

    /**
     * Begins a part.
     *
     * @param text its title
     */
    public void title(String text) {
        print("\n" + text + "\n");
    }

    /**
     * Tells something.
     *
     * @param text one line
     */
    public void line(String text) {
        print("  " + text + "\n");
    }

    /**
     * Shows text that has its indentation.
     *
     * @param text several lines
     */
    public void text(String text) {
        print(text + "\n");
    }

    /**
     * Shows a plan.
     *
     * @param text several lines, which are indented
     */
    public void plan(String text) {
        print("\n" + text.indent(INDENT + INDENT) + "\n");
    }

    private void print(String text) {
        out.print(text);
        out.flush();
    }
}
