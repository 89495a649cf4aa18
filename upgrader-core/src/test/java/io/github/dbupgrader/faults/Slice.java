package io.github.dbupgrader.faults;

import java.util.Random;

/**
 * Which of the statements 1, 2, 3 … a test crashes at: {@code first}, and each {@code every}-th after it.
 *
 * <p>The default run takes each fifth from an offset that differs from run to run, is printed, and is repeated with
 * {@code -Dfaults.offset=}. The long one takes all, or the slice {@code -Dfaults.slice=2/4}: the second of four that
 * together are all.
 *
 * @param replay the setting that asks for the same again; empty where none is needed
 */
record Slice(int first, int every, String replay) {

    private static final int SPARSE = 5;

    static Slice all() {
        return new Slice(1, 1, "");
    }

    static Slice everyFifth() {
        return sparse(SPARSE);
    }

    /** A few only, for crashes that are dear. */
    static Slice everyFifteenth() {
        return sparse(3 * SPARSE);
    }

    private static Slice sparse(int every) {
        int offset = Integer.getInteger("faults.offset", new Random().nextInt(every));
        return new Slice(offset % every + 1, every, "-Dfaults.offset=" + offset);
    }

    static Slice ofProperty() {
        String text = System.getProperty("faults.slice", "1/1");
        String[] part = text.split("/", 2);
        if (part.length != 2) {
            throw new IllegalArgumentException("faults.slice=" + text + " is not like 2/4");
        }
        int number = Integer.parseInt(part[0]);
        int of = Integer.parseInt(part[1]);
        if (number < 1 || number > of) {
            throw new IllegalArgumentException("faults.slice=" + text + " is no slice");
        }
        return new Slice(number, of, "-Dfaults.slice=" + text);
    }

    /** {@return the statement after this many others} */
    int at(int index) {
        return first + index * every;
    }

    @Override
    public String toString() {
        String statements = every == 1 ? "every statement" : "statements " + first + ", " + (first + every) + ", …";
        return replay.isEmpty() ? statements : statements + " (" + replay + ")";
    }
}
