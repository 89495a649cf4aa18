package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.Identifier;
import java.util.List;
import java.util.Optional;

/**
 * Which rows a backfill visits.
 *
 * @param schema the table's schema; empty: as the session's search_path finds it
 * @param name the table
 * @param alias what the table is called in the user's statement; empty: by its name
 * @param key the key columns; empty: the primary key
 * @param where which rows belong to it; empty: all
 * @param pending what is true of a row that is still to be done; empty where nothing shows it
 */
record Target(
        Optional<Identifier> schema,
        Identifier name,
        Optional<Identifier> alias,
        List<Identifier> key,
        Optional<String> where,
        Optional<String> pending) {

    static Target of(Optional<Identifier> schema, Identifier name) {
        return new Target(schema, name, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    Target alias(Identifier alias) {
        return new Target(schema, name, Optional.of(alias), key, where, pending);
    }

    Target key(List<Identifier> columns) {
        return new Target(schema, name, alias, List.copyOf(columns), where, pending);
    }

    Target where(String condition) {
        return new Target(schema, name, alias, key, Optional.of(condition), pending);
    }

    Target pending(String condition) {
        return new Target(schema, name, alias, key, where, Optional.of(condition));
    }

    String quoted() {
        return schema.map(s -> s.quoted() + ".").orElse("") + name.quoted();
    }

    @Override
    public String toString() {
        return schema.map(s -> s.text() + ".").orElse("") + name.text();
    }
}
