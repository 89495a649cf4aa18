package io.github.dbupgrader.load;

import io.github.dbupgrader.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A change of the table {@code reading}, with what the old and the new application say to it.
 *
 * @param setup what is there before, beside the table
 * @param before what the old application says, and the new one until the change is made
 * @param after what the new application says then
 * @param expand what is made while both work; empty if it is only taken away
 * @param back what undoes that, so that it can be made again
 * @param contract what is made when the old application is gone
 * @param differences counts the rows in which old and new contradict each other; empty where nothing can
 * @param gated whether contract knows by itself that the old application is still there
 * @param changesResults whether a column changes its type under the same name, so that applications must be in autocommit or with {@code autosave=conservative}
 */
public record LoadedChange(
        String name,
        String setup,
        Sql before,
        Sql after,
        Optional<Consumer<Schema>> expand,
        Optional<Consumer<Schema>> back,
        Optional<Consumer<Schema>> contract,
        Optional<String> differences,
        boolean gated,
        boolean changesResults) {

    private static final Sql AMOUNT = Sql.over("amount");

    /** {@return what makes the table, with so many rows} */
    public String tables(int rows) {
        return "create table reading (id bigint primary key, device text not null, amount int not null);"
                + " insert into reading select n, 'a', n from generate_series(1, " + rows + ") n; " + setup;
    }

    /** One that no application need know of. */
    static LoadedChange unseen(String name, Consumer<Schema> expand, Consumer<Schema> back) {
        return new LoadedChange(
                name,
                "",
                AMOUNT,
                AMOUNT,
                Optional.of(expand),
                Optional.of(back),
                Optional.empty(),
                Optional.empty(),
                false,
                false);
    }

    /** One that takes away what only the old application needs. */
    static LoadedChange drop(String name, Consumer<Schema> drop) {
        return new LoadedChange(
                name,
                "",
                AMOUNT,
                AMOUNT,
                Optional.empty(),
                Optional.empty(),
                Optional.of(drop),
                Optional.empty(),
                false,
                false);
    }

    LoadedChange given(String sql) {
        return new LoadedChange(name, sql, before, after, expand, back, contract, differences, gated, changesResults);
    }

    LoadedChange old(Sql sql) {
        return new LoadedChange(name, setup, sql, after, expand, back, contract, differences, gated, changesResults);
    }

    LoadedChange young(Sql sql) {
        return new LoadedChange(name, setup, before, sql, expand, back, contract, differences, gated, changesResults);
    }

    LoadedChange neverUndone() {
        return new LoadedChange(
                name, setup, before, after, expand, Optional.empty(), contract, differences, gated, changesResults);
    }

    /** Makes it a change in two halves, the second of which waits until no older application is connected. */
    LoadedChange contractedBy(Consumer<Schema> change) {
        return new LoadedChange(
                name, setup, before, after, expand, back, Optional.of(change), differences, true, changesResults);
    }

    LoadedChange withDifferences(String count) {
        return new LoadedChange(
                name, setup, before, after, expand, back, contract, Optional.of(count), gated, changesResults);
    }

    LoadedChange changingResults() {
        return new LoadedChange(name, setup, before, after, expand, back, contract, differences, gated, true);
    }

    /** {@return what is made, in order} */
    public List<Consumer<Schema>> halves() {
        return Stream.of(expand, contract).flatMap(Optional::stream).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
