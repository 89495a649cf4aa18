package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.QualifiedName;
import io.github.dbupgrader.step.Checksum;
import java.nio.charset.StandardCharsets;

/**
 * The names of what a transition needs for a while: the same in every run, different for different columns, and short enough however long the user's names are.
 */
final class TransitionNames {

    /** The longest name of the server, in bytes. */
    private static final int LONGEST = 63;

    private static final int DIGITS = 12;

    private TransitionNames() {}

    /** BEFORE triggers fire in the order of their names, and this one must see what all others have made of the row. */
    static Identifier trigger(QualifiedName table, Identifier oldColumn, Identifier newColumn) {
        return new Identifier("zzzz_upgrader_sync_" + digest(table, oldColumn.text(), newColumn.text()));
    }

    /** In the schema of the table, where whoever may alter the table mostly may create a function too. */
    static QualifiedName function(QualifiedName table, Identifier oldColumn, Identifier newColumn) {
        String name = "upgrader_sync_" + digest(table, oldColumn.text(), newColumn.text());
        return new QualifiedName(table.schema(), new Identifier(name));
    }

    /** The second column of a change of type that keeps the name. It does not depend on the table, so that it can be told before the table is looked at. */
    static Identifier secondColumn(Identifier column, String type) {
        return suffixed(
                column.text(), "_next_" + Checksum.of(column.text(), type).substring(0, DIGITS));
    }

    /** The copy of an index or constraint, until contract gives it the name of the original. */
    static Identifier copy(QualifiedName table, String original, Identifier newColumn) {
        return suffixed(original, "_copy_" + digest(table, original, newColumn.text()));
    }

    private static String digest(QualifiedName table, String... parts) {
        String[] all = new String[parts.length + 2];
        all[0] = table.schema().text();
        all[1] = table.name().text();
        System.arraycopy(parts, 0, all, 2, parts.length);
        return Checksum.of(all).substring(0, DIGITS);
    }

    /** Cut between characters, never within one. */
    private static Identifier suffixed(String name, String suffix) {
        StringBuilder kept = new StringBuilder();
        int bytes = suffix.length();
        for (int c : name.codePoints().toArray()) {
            bytes += new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return new Identifier(kept + suffix);
    }
}
