package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.Identifier;
import java.util.Optional;

/** A table as the user named it, with or without its schema. */
record TableName(Optional<Identifier> schema, Identifier name) {

    static TableName of(String name) {
        return new TableName(Optional.empty(), new Identifier(name));
    }

    static TableName of(String schema, String name) {
        return new TableName(Optional.of(new Identifier(schema)), new Identifier(name));
    }

    String quoted() {
        return schema.map(s -> s.quoted() + ".").orElse("") + name.quoted();
    }

    @Override
    public String toString() {
        return schema.map(s -> s.text() + ".").orElse("") + name.text();
    }
}
