package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The definition of an index.
 *
 * <p>Immutable: each method returns a copy. The defaults are a B-tree index that is not unique and covers all rows. Call only.
 */
public final class Index {

    private final Identifier name;
    private final boolean unique;
    private final Identifier method;
    private final List<String> keys;
    private final List<Identifier> included;
    private final Optional<String> predicate;

    private Index(
            Identifier name,
            boolean unique,
            Identifier method,
            List<String> keys,
            List<Identifier> included,
            Optional<String> predicate) {
        this.name = name;
        this.unique = unique;
        this.method = method;
        this.keys = List.copyOf(keys);
        this.included = List.copyOf(included);
        this.predicate = predicate;
    }

    /**
     * {@return an index that has a name and no keys yet}
     *
     * @param name its name as it will be in the catalogue, without quotes; at most 63 bytes
     */
    public static Index named(String name) {
        return new Index(new Identifier(name), false, new Identifier("btree"), List.of(), List.of(), Optional.empty());
    }

    /**
     * {@return a copy with these columns as further keys}
     *
     * @param columns the columns as they are in the catalogue, without quotes
     */
    public Index on(String... columns) {
        List<String> more = new ArrayList<>(keys);
        for (String column : columns) {
            more.add(new Identifier(column).quoted());
        }
        return new Index(name, unique, method, more, included, predicate);
    }

    /**
     * {@return a copy with a further key that is SQL: an expression in parentheses, or a column with operator class, collation or order}
     *
     * @param sql the key, such as {@code lower(name)} in parentheses or {@code flight_date desc}; it is sent as it is
     */
    public Index onExpression(String sql) {
        List<String> more = new ArrayList<>(keys);
        more.add(sql);
        return new Index(name, unique, method, more, included, predicate);
    }

    /** {@return a copy that allows each key once} */
    public Index unique() {
        return new Index(name, true, method, keys, included, predicate);
    }

    /**
     * {@return a copy of another access method}
     *
     * @param accessMethod {@code btree} (default), {@code gin}, {@code gist}, {@code brin}, {@code hash} or one of an extension
     */
    public Index using(String accessMethod) {
        return new Index(name, unique, new Identifier(accessMethod), keys, included, predicate);
    }

    /**
     * {@return a copy that carries further columns that are no keys}
     *
     * @param columns the columns as they are in the catalogue, without quotes
     */
    public Index include(String... columns) {
        List<Identifier> more = new ArrayList<>(included);
        for (String column : columns) {
            more.add(new Identifier(column));
        }
        return new Index(name, unique, method, keys, more, predicate);
    }

    /**
     * {@return a copy that covers only some rows}
     *
     * @param condition which ones, as SQL; it is sent as it is
     */
    public Index where(String condition) {
        return new Index(name, unique, method, keys, included, Optional.of(condition));
    }

    Identifier name() {
        return name;
    }

    /** The same of another name, for a partition. */
    Index withName(Identifier other) {
        return new Index(other, unique, method, keys, included, predicate);
    }

    /** The statement that builds it, with what stands between the words CREATE INDEX and the name left to the caller. */
    String createStatement(String how, String quotedName, String quotedTable) {
        if (keys.isEmpty()) {
            throw SchemaErrors.indexWithoutKeys(name.text());
        }
        String include = included.isEmpty()
                ? ""
                : included.stream().map(Identifier::quoted).collect(Collectors.joining(", ", " include (", ")"));
        return "create " + (unique ? "unique " : "") + "index " + how + quotedName + " on " + quotedTable + " using "
                + method.quoted() + " (" + String.join(", ", keys) + ")" + include
                + predicate.map(p -> " where " + p).orElse("");
    }
}
