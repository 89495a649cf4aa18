package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.step.Checksum;
import java.nio.charset.StandardCharsets;

/** The names of what changes need for a while: the same at each run, at most 63 bytes long, and different for different objects even where they are cut. */
final class HelperName {

    private static final String PREFIX = "upgrader_";
    private static final int DIGITS = 8;
    private static final int LONGEST = 63;

    private HelperName() {}

    /** A name that says what it is for. */
    static Identifier of(String purpose, Identifier object) {
        String tail = "_" + purpose + "_" + Checksum.of(object.text()).substring(0, DIGITS);
        return new Identifier(PREFIX + cut(object.text(), LONGEST - PREFIX.length() - tail.length()) + tail);
    }

    /** The name of what belongs to two objects and stays: that of the one, and that of the other as far as there is room. */
    static Identifier ofBoth(Identifier one, Identifier other) {
        String whole = one.text() + "_" + other.text();
        if (whole.getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
            return new Identifier(whole);
        }
        return new Identifier(cut(whole, LONGEST - DIGITS - 1) + "_"
                + Checksum.of(one.text(), other.text()).substring(0, DIGITS));
    }

    /** Cuts between characters, not inside one. */
    private static String cut(String text, int bytes) {
        int end = text.length();
        while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > bytes) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }
}
