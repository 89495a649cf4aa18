package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.Identifier;
import java.util.Optional;

/**
 * The definition of a column that is to be added.
 *
 * <p>Immutable: each method returns a copy. The defaults are a column that may be null, without default, collation and comment of its own. Call only.
 */
public final class Column {

    private final Identifier name;
    private final String type;
    private final Optional<Identifier> collation;
    private final Optional<String> defaultValue;
    private final Optional<String> comment;

    private Column(
            Identifier name,
            String type,
            Optional<Identifier> collation,
            Optional<String> defaultValue,
            Optional<String> comment) {
        this.name = name;
        this.type = type;
        this.collation = collation;
        this.defaultValue = defaultValue;
        this.comment = comment;
    }

    /**
     * {@return a column of a type}
     *
     * @param name its name as it will be in the catalogue, without quotes; at most 63 bytes
     * @param type its type as SQL, such as {@code numeric(4,2)}; nothing but the type
     */
    public static Column named(String name, String type) {
        return new Column(
                new Identifier(name), Ddl.fragment("type", type), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * {@return a copy with a default}
     *
     * @param sql the default as SQL, such as {@code 0} or {@code 'new'} in quotes
     */
    public Column defaultValue(String sql) {
        return new Column(name, type, collation, Optional.of(Ddl.fragment("default", sql)), comment);
    }

    /**
     * {@return a copy with another collation than that of the type}
     *
     * @param collationName the collation as it is in the catalogue, without quotes, such as {@code C}
     */
    public Column collation(String collationName) {
        return new Column(name, type, Optional.of(new Identifier(collationName)), defaultValue, comment);
    }

    /**
     * {@return a copy with a comment}
     *
     * @param text what the column means, for whoever looks at the table
     */
    public Column comment(String text) {
        return new Column(name, type, collation, defaultValue, Optional.of(text));
    }

    Identifier name() {
        return name;
    }

    Optional<String> defaultValue() {
        return defaultValue;
    }

    Optional<String> comment() {
        return comment;
    }

    Column withoutDefault() {
        return new Column(name, type, collation, Optional.empty(), comment);
    }

    /** What stands behind ADD COLUMN. */
    String definition() {
        return name.quoted() + " " + type
                + collation.map(c -> " collate " + c.quoted()).orElse("")
                + defaultValue.map(d -> " default " + d).orElse("");
    }
}
