package io.github.dbupgrader.sql;

import java.util.regex.Pattern;

/**
 * Where the library's own tables are.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param schema their schema
 * @param prefix what their names begin with
 */
public record TableNames(Identifier schema, String prefix) {

    /** Leaves room for the longest suffix of any table, index or view. */
    private static final int LONGEST_PREFIX = 32;

    private static final Pattern PREFIX = Pattern.compile("[a-z_][a-z0-9_]{0," + (LONGEST_PREFIX - 1) + "}");

    /**
     * Refuses a prefix that would need quotes or make names too long, and a schema that Jdbi could not read in a statement.
     *
     * @param schema their schema
     * @param prefix what their names begin with
     */
    public TableNames {
        if (!PREFIX.matcher(prefix).matches()) {
            throw SqlErrors.unusablePrefix(prefix, LONGEST_PREFIX);
        }
        if (schema.text().indexOf('"') >= 0) {
            throw SqlErrors.unusableSchema(schema.text());
        }
    }

    /**
     * {@return the names in a schema}
     *
     * @param schema the schema, without quotes
     * @param prefix what the names begin with, such as {@code database_}
     */
    public static TableNames of(String schema, String prefix) {
        return new TableNames(new Identifier(schema), prefix);
    }

    /** {@return the table with one row per component} */
    public QualifiedName metadata() {
        return named("metadata");
    }

    /** {@return the table of what was done} */
    public QualifiedName history() {
        return named("upgrade_history");
    }

    /** {@return the table of the sub-steps of ONLINE upgrades} */
    public QualifiedName steps() {
        return named("upgrade_steps");
    }

    /** {@return the table of columns that are between expand and contract} */
    public QualifiedName transitions() {
        return named("schema_transitions");
    }

    /** {@return the table of backfills} */
    public QualifiedName backfills() {
        return named("backfills");
    }

    /** {@return the table of the parts in which instances share backfills} */
    public QualifiedName backfillChunks() {
        return named("backfill_chunks");
    }

    /** {@return the table of rows that a backfill could not do} */
    public QualifiedName backfillQuarantine() {
        return named("backfill_quarantine");
    }

    /** {@return the view of how far backfills are} */
    public QualifiedName backfillProgress() {
        return named("backfill_progress");
    }

    /**
     * {@return the name of another table, index or view of the library}
     *
     * @param suffix what follows the prefix
     */
    public QualifiedName named(String suffix) {
        return new QualifiedName(schema, new Identifier(prefix + suffix));
    }
}
