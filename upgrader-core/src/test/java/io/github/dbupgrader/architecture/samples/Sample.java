package io.github.dbupgrader.architecture.samples;

import java.io.IOException;
import java.util.List;

/** Something visible and something hidden of each kind. */
public class Sample {
    protected int field;
    int hiddenField;

    protected Sample(int field) {
        this.field = field;
    }

    Sample() {}

    public <T> List<T> method(List<? extends T> list) throws IOException {
        return List.copyOf(list);
    }

    void hiddenMethod() {}

    /** Visible. */
    public record Shown(int number) implements Runnable {
        @Override
        public void run() {}
    }

    /** Not visible, although its own modifiers say so of what is in it. */
    static class Hidden {
        /** As hidden as its owner. */
        public interface Inside {}
    }
}
