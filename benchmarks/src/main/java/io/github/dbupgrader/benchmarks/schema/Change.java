package io.github.dbupgrader.benchmarks.schema;

import io.github.dbupgrader.schema.Schema;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A change, as this library makes it and as plain SQL makes it.
 *
 * @param name what it is called in the results
 * @param given what must be there before, as SQL
 * @param before what the application uses before
 * @param change this library's, or its first half
 * @param contract the second half, if there are two
 * @param plain plain SQL for the same end
 * @param after what the application uses afterwards
 * @param endState what is true afterwards, as SQL
 */
record Change(
        String name,
        Optional<String> given,
        Names before,
        Consumer<Schema> change,
        Optional<Consumer<Schema>> contract,
        String plain,
        Names after,
        String endState) {

    static Change of(String name, Consumer<Schema> change, String plain, String endState) {
        return new Change(name, Optional.empty(), Names.FIRST, change, Optional.empty(), plain, Names.FIRST, endState);
    }

    Change given(String sql) {
        return new Change(name, Optional.of(sql), before, change, contract, plain, after, endState);
    }

    /** The same, beside an application that uses these names before and afterwards. */
    Change usedAs(Names names) {
        return new Change(name, given, names, change, contract, plain, names, endState);
    }

    Change contractedBy(Consumer<Schema> second, Names names) {
        return new Change(name, given, before, change, Optional.of(second), plain, names, endState);
    }
}
