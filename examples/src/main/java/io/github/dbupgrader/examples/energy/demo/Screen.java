package io.github.dbupgrader.examples.energy.demo;

import java.io.PrintWriter;

/** Where the demonstration tells what it does. */
final class Screen {

    private static final int INDENT = 2;

    private final PrintWriter out;

    Screen(PrintWriter out) {
        this.out = out;
    }

    void title(String text) {
        print("\n" + text + "\n");
    }

    void line(String text) {
        print("  " + text + "\n");
    }

    /** Text that has its indentation. */
    void text(String text) {
        print(text + "\n");
    }

    void plan(String text) {
        print("\n" + text.indent(INDENT + INDENT) + "\n");
    }

    private void print(String text) {
        out.print(text);
        out.flush();
    }
}
