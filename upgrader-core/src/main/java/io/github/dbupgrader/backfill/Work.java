package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.Identifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is done with the rows of a batch. */
sealed interface Work {

    /** What stands in a statement for the condition of the batch. */
    String PLACEHOLDER = "{batch}";

    /** {@return it as a text that differs wherever the work differs} */
    String text();

    /** {@return the statement that does it, with the placeholder; empty where Java does it} */
    Optional<String> statement(String quotedTable);

    /** {@return the work of Java; empty where a statement does it} */
    Optional<Compute> compute();

    /** One UPDATE of the visited table. */
    record SetColumns(String assignments) implements Work {
        @Override
        public String text() {
            return "set " + assignments;
        }

        @Override
        public Optional<String> statement(String quotedTable) {
            return Optional.of("update " + quotedTable + " set " + assignments + "\nwhere " + PLACEHOLDER);
        }

        @Override
        public Optional<Compute> compute() {
            return Optional.empty();
        }
    }

    /** A statement of the user's. */
    record Statement(String sql) implements Work {
        @Override
        public String text() {
            return sql;
        }

        @Override
        public Optional<String> statement(String quotedTable) {
            return Optional.of(sql);
        }

        @Override
        public Optional<Compute> compute() {
            return Optional.empty();
        }
    }

    /** Values computed in Java. */
    record Compute(List<Column> read, List<Identifier> write, BatchWork work) implements Work {

        /** A column to read, or what SQL makes of columns, and the Java type to read it as. */
        record Column(Identifier name, Class<?> type, Optional<String> expression) {

            String text() {
                return name.text() + " " + type.getName()
                        + expression.map(sql -> " = " + sql).orElse("");
            }
        }

        @Override
        public String text() {
            return "compute "
                    + read.stream().map(Column::text).collect(Collectors.joining(", ", "(", ")"))
                    + " -> "
                    + write.stream().map(Identifier::text).collect(Collectors.joining(", ", "(", ")"));
        }

        @Override
        public Optional<String> statement(String quotedTable) {
            return Optional.empty();
        }

        @Override
        public Optional<Compute> compute() {
            return Optional.of(this);
        }
    }
}
