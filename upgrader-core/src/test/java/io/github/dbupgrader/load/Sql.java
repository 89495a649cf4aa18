package io.github.dbupgrader.load;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a version of an application says to a table: by which name it knows that, and which columns. All of them get the same number.
 *
 * @param table its name
 * @param columns those beside {@code id} and {@code device}
 * @param also one statement more in each round, with the row's id and number; it must find or change one row
 */
record Sql(String table, List<String> columns, Optional<String> also) {

    static Sql over(String... columns) {
        return new Sql("reading", List.of(columns), Optional.empty());
    }

    Sql also(String sql) {
        return new Sql(table, columns, Optional.of(sql));
    }

    Sql in(String name) {
        return new Sql(name, columns, also);
    }

    /** {@return the column that the rows are compared by in the end} */
    String main() {
        return columns.get(0);
    }

    void insert(Session session, long id, long number) throws SQLException {
        session.write(insert(), parameters(id, number, columns.size()));
    }

    void upsert(Session session, long id, long number) throws SQLException {
        session.write(
                insert() + " on conflict (id) do update set device = 'b', "
                        + columns.stream().map(c -> c + " = excluded." + c).collect(Collectors.joining(", ")),
                parameters(id, number, columns.size()));
    }

    /** As an application writes that knows only whole rows. */
    void update(Session session, long id, long number) throws SQLException {
        Object[] parameters = new Object[columns.size() + 1];
        Arrays.fill(parameters, number);
        parameters[columns.size()] = id;
        session.write(
                "update " + table + " set device = 'c', "
                        + columns.stream().map(c -> c + " = ?").collect(Collectors.joining(", ")) + " where id = ?",
                parameters);
    }

    void touch(Session session, long id) throws SQLException {
        session.write("update " + table + " set device = 'd' where id = ?", id);
    }

    void delete(Session session, long id) throws SQLException {
        session.write("delete from " + table + " where id = ?", id);
    }

    /** Requires the number in all its columns. */
    void requireAll(Session session, long id, long number) throws SQLException {
        List<Long> found = numbers(session, id);
        if (!found.equals(Collections.nCopies(columns.size(), number))) {
            throw new IllegalStateException(
                    "row " + id + " has " + found + " in " + columns + " after " + number + " was written");
        }
    }

    /** Requires the number in the main column: the others may have come later than the row. */
    void requireMain(Session session, long id, long number) throws SQLException {
        Long found = numbers(session, id).get(0);
        if (!Objects.equals(found, number)) {
            throw new IllegalStateException(
                    "row " + id + " has " + found + " in " + main() + " where " + number + " was written before");
        }
    }

    void doAlso(Session session, long id, long number) throws SQLException {
        if (also.isPresent() && also.get().startsWith("select")) {
            session.numbers(also.get(), id, number);
        } else if (also.isPresent()) {
            session.write(also.get(), id, number);
        }
    }

    private List<Long> numbers(Session session, long id) throws SQLException {
        return session.numbers("select " + String.join(", ", columns) + " from " + table + " where id = ?", id);
    }

    private String insert() {
        return "insert into " + table + " (id, device, " + String.join(", ", columns) + ") values (?, 'a'"
                + ", ?".repeat(columns.size()) + ")";
    }

    private static Object[] parameters(long id, long number, int columns) {
        Object[] parameters = new Object[columns + 1];
        Arrays.fill(parameters, number);
        parameters[0] = id;
        return parameters;
    }
}
