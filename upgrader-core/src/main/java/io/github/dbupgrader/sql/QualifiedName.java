package io.github.dbupgrader.sql;

/**
 * The name of an object together with its schema, so that no {@code search_path} can change what is meant.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param schema the schema
 * @param name the object's own name
 */
public record QualifiedName(Identifier schema, Identifier name) {

    /**
     * {@return the name made of two texts}
     *
     * @param schema the schema, without quotes
     * @param name the object's own name, without quotes
     */
    public static QualifiedName of(String schema, String name) {
        return new QualifiedName(new Identifier(schema), new Identifier(name));
    }

    /** {@return the name for SQL text, both parts quoted} */
    public String quoted() {
        return schema.quoted() + '.' + name.quoted();
    }

    /** {@return the name for a person, without quotes} */
    @Override
    public String toString() {
        return schema.text() + '.' + name.text();
    }
}
