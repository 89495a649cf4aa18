package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.Identifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The definition of a foreign key.
 *
 * <p>Immutable: each method returns a copy. The defaults are the primary key of the table referred to, and no action on update and delete. Call only.
 */
public final class ForeignKey {

    private final Identifier name;
    private final List<Identifier> columns;
    private final TableName target;
    private final List<Identifier> targetColumns;
    private final List<String> rules;

    private ForeignKey(
            Identifier name,
            List<Identifier> columns,
            TableName target,
            List<Identifier> targetColumns,
            List<String> rules) {
        this.name = name;
        this.columns = List.copyOf(columns);
        this.target = target;
        this.targetColumns = List.copyOf(targetColumns);
        this.rules = List.copyOf(rules);
    }

    /**
     * {@return the columns of a foreign key that has a name; what they refer to is still to be said}
     *
     * @param name its name as it will be in the catalogue, without quotes; at most 63 bytes
     * @param columns the columns as they are in the catalogue, without quotes
     */
    public static Columns named(String name, String... columns) {
        return new Columns(new Identifier(name), identifiers(columns));
    }

    /** The columns of a foreign key. Immutable. Call only. */
    public static final class Columns {
        private final Identifier name;
        private final List<Identifier> columns;

        private Columns(Identifier name, List<Identifier> columns) {
            this.name = name;
            this.columns = columns;
        }

        /**
         * {@return a foreign key to a table that the session's {@code search_path} finds}
         *
         * @param table the table as it is in the catalogue, without quotes
         * @param targetColumns its columns; its primary key if none are named
         */
        public ForeignKey references(String table, String... targetColumns) {
            return new ForeignKey(name, columns, TableName.of(table), identifiers(targetColumns), List.of());
        }

        /**
         * {@return a foreign key to a table in a given schema, and its primary key}
         *
         * @param schema the schema as it is in the catalogue, without quotes
         * @param table the table as it is in the catalogue, without quotes
         */
        public ForeignKey referencesIn(String schema, String table) {
            return new ForeignKey(name, columns, TableName.of(schema, table), List.of(), List.of());
        }
    }

    /** {@return a copy that deletes rows together with the row that they refer to} */
    public ForeignKey onDeleteCascade() {
        return with("on delete cascade");
    }

    /** {@return a copy that sets its columns to null where the row that they refer to is deleted} */
    public ForeignKey onDeleteSetNull() {
        return with("on delete set null");
    }

    /** {@return a copy that is checked at the end of the transaction} */
    public ForeignKey initiallyDeferred() {
        return with("deferrable initially deferred");
    }

    private ForeignKey with(String rule) {
        List<String> more = new ArrayList<>(rules);
        more.add(rule);
        return new ForeignKey(name, columns, target, targetColumns, more);
    }

    Identifier name() {
        return name;
    }

    TableName target() {
        return target;
    }

    /** What stands behind ADD. */
    String definition(String quotedTarget) {
        return "constraint " + name.quoted() + " foreign key " + list(columns) + " references " + quotedTarget
                + (targetColumns.isEmpty() ? "" : " " + list(targetColumns))
                + rules.stream().map(r -> " " + r).collect(Collectors.joining());
    }

    private static String list(List<Identifier> names) {
        return names.stream().map(Identifier::quoted).collect(Collectors.joining(", ", "(", ")"));
    }

    private static List<Identifier> identifiers(String... names) {
        return Arrays.stream(names).map(Identifier::new).toList();
    }
}
