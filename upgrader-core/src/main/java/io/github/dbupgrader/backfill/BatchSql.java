package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statements on the visited table. Values go in by placeholders only, so each text is the same for every batch. */
final class BatchSql {

    private static final String VALUE = "upgrader_value_";

    private final VisitedTable table;
    private final Backfill backfill;

    BatchSql(VisitedTable table, Backfill backfill) {
        this.table = table;
        this.backfill = backfill;
    }

    /** A statement, and the conditions of which it takes the keys, in the order of its placeholders. */
    record Prepared(String sql, List<Placeholder> placeholders) {}

    /** A condition, and whether it takes the upper key of the range or the lower one. */
    record Placeholder(KeyCondition condition, boolean upper) {}

    /**
     * The last key of the next rows, and how many they are, if they are fewer than asked for; ends with a placeholder for one less than that number.
     *
     * <p>Only the end of a range is counted: everywhere else the number is known, and to number the rows takes longer than to pass over them.
     */
    Prepared boundary(KeyRange range) {
        Scope scope = new Scope(range, "");
        return scope.prepared("""
                select coalesce(full_batch, (%s)) as last_key, case when full_batch is null then (select count(*) from %s where %s) end as rows_left
                from (select (%s) as full_batch) b""".formatted(
                        keyText(scope.condition(), true, "limit 1"),
                        table.quoted(),
                        scope.condition(),
                        keyText(scope.condition(), false, "offset ? limit 1")));
    }

    /** The key that lies a number of rows further on; ends with a placeholder for one less than that number. */
    Prepared keyAhead(KeyRange range) {
        Scope scope = new Scope(range, "");
        return scope.prepared(keyText(scope.condition(), false, "offset ? limit 1"));
    }

    /** The key is made a text once, not for each row that is passed over. */
    private String keyText(String condition, boolean reversed, String end) {
        return "select %s as last_key from (select %s from %s where %s order by %s %s) k"
                .formatted(table.keyAsText(""), keyNames(), table.quoted(), condition, table.order("", reversed), end);
    }

    /** The largest key. */
    String lastKey() {
        return "select %s as last_key from %s order by %s limit 1"
                .formatted(table.keyAsText(""), table.quoted(), table.order(table.quoted() + ".", true));
    }

    /** The statement that does the work, where SQL does it. */
    Prepared change(KeyRange range) {
        String sql = SqlFragment.prepared(
                "statement", backfill.work().statement(table.quoted()).orElseThrow());
        String alias = backfill.target().alias().map(a -> a.quoted() + ".").orElse("");
        Scope scope = new Scope(range, alias);
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int at = sql.indexOf(Work.PLACEHOLDER); at >= 0; at = sql.indexOf(Work.PLACEHOLDER, from)) {
            text.append(sql, from, at)
                    .append('(')
                    .append(scope.condition())
                    .append(rows())
                    .append(')');
            from = at + Work.PLACEHOLDER.length();
        }
        return scope.prepared(text.append(sql, from, sql.length()).toString());
    }

    /** What Java reads: the columns of the key, what was seen as one text, and the columns. */
    Prepared read(KeyRange range, Work.Compute compute) {
        Scope scope = new Scope(range, "");
        String columns = compute.read().stream().map(c -> ", " + read(c)).collect(Collectors.joining());
        return scope.prepared("select %s, %s as seen%s from %s where %s order by %s"
                .formatted(
                        table.key().stream()
                                .map(c -> c.name().quoted() + "::text")
                                .collect(Collectors.joining(", ")),
                        seen(compute, ""),
                        columns,
                        table.quoted(),
                        scope.condition() + rows(),
                        // qualified, or it would mean what is selected: the key as text
                        table.order(table.quoted() + ".", false)));
    }

    /**
     * Writes computed values where the row still belongs to the backfill and what was read is unchanged, as are the columns to write, and returns the numbers, from 1, of
     * the rows that are there and are no longer so. Takes one array of texts for each column of the key, one of what was seen and one for each column to write, and then
     * the keys of the range in which all these rows are: a server that thinks of joining all the table is told so that it need not.
     *
     * <p>The table goes by its own name, because the user's conditions may call it by that, and the other names are such that no column of it has them.
     */
    Prepared write(KeyRange range, Work.Compute compute, List<Identifier> columns) {
        String own = table.quoted() + ".";
        Scope scope = new Scope(range, own);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < table.key().size(); i++) {
            names.add(VALUE + "k" + i);
        }
        names.add(VALUE + "seen");
        for (int i = 0; i < columns.size(); i++) {
            names.add(VALUE + "c" + i);
        }
        List<String> assignments = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Identifier column = columns.get(i);
            assignments.add("%s = %sc%d::%s".formatted(column.quoted(), VALUE, i, table.type(column)));
        }
        List<String> sameKey = new ArrayList<>();
        for (int i = 0; i < table.key().size(); i++) {
            KeyColumn column = table.key().get(i);
            sameKey.add("%s = %sk%d::%s".formatted(column.expression(own), VALUE, i, column.type()));
        }
        return scope.prepared("""
                with upgrader_values as materialized (select * from unnest(%1$s) with ordinality as u(%2$s, %7$sn)),
                upgrader_done as (update %3$s set %4$s from upgrader_values where %5$s and %9$s and %6$s = %7$sseen%8$s returning %7$sn)
                select v.%7$sn::integer from upgrader_values v join %3$s on %5$s and %10$s
                where not exists (select from upgrader_done d where d.%7$sn = v.%7$sn)""".formatted(
                        names.stream().map(n -> "?::text[]").collect(Collectors.joining(", ")),
                        String.join(", ", names),
                        table.quoted(),
                        String.join(", ", assignments),
                        String.join(" and ", sameKey),
                        seen(compute, own),
                        VALUE,
                        rows(),
                        scope.condition(),
                        scope.condition()));
    }

    /**
     * Whether there is a row that is still to be done.
     *
     * <p>In the order of the key, so that the server does not read all the table where its statistics say that there are many such rows, as they do until the end.
     */
    Prepared anyPending(KeyRange range) {
        Scope scope = new Scope(range, "");
        return scope.prepared("select count(*) > 0 from (select from %s where %s order by %s limit 1) p"
                .formatted(named(), scope.condition() + rows(), table.order("", false)));
    }

    /** The keys of rows that are still to be done. */
    Prepared stillPending(KeyRange range) {
        Scope scope = new Scope(range, "");
        return scope.prepared("select %s as last_key from %s where %s"
                .formatted(table.keyAsText(""), named(), scope.condition() + rows()));
    }

    /** The table under the name that the user's conditions may use for it. */
    private String named() {
        return table.quoted()
                + backfill.target().alias().map(a -> " as " + a.quoted()).orElse("");
    }

    private static String read(Work.Compute.Column column) {
        return column.expression()
                .map(sql -> "(" + SqlFragment.prepared("expression", sql) + ")")
                .orElseGet(() -> column.name().quoted());
    }

    /** The columns that were read, and what is to be overwritten. */
    private static String seen(Work.Compute compute, String qualifier) {
        Stream<Identifier> read =
                compute.read().stream().filter(c -> c.expression().isEmpty()).map(Work.Compute.Column::name);
        return Stream.concat(read, compute.write().stream())
                .distinct()
                .map(column -> qualifier + column.quoted())
                .collect(Collectors.joining(", ", "row(", ")::text"));
    }

    /** The user's conditions, each on its own. */
    private String rows() {
        return backfill.target()
                        .where()
                        .map(w -> " and (" + SqlFragment.prepared("condition", w) + ")")
                        .orElse("")
                + backfill.target()
                        .pending()
                        .map(p -> " and (" + SqlFragment.prepared("condition", p) + ")")
                        .orElse("");
    }

    private String keyNames() {
        return table.key().stream().map(c -> c.name().quoted()).collect(Collectors.joining(", "));
    }

    /** The condition of a range, and the placeholders that its uses in a statement make. */
    private final class Scope {
        private final KeyRange range;
        private final String qualifier;
        private final List<Placeholder> placeholders = new ArrayList<>();

        Scope(KeyRange range, String qualifier) {
            this.range = range;
            this.qualifier = qualifier;
        }

        /** Each call is one use. */
        String condition() {
            if (range.single()) {
                return use(KeyCondition.equal(table.key(), qualifier), true);
            }
            String after =
                    range.after().isPresent() ? use(KeyCondition.after(table.key(), qualifier), false) + " and " : "";
            return after + use(KeyCondition.upTo(table.key(), qualifier), true);
        }

        private String use(KeyCondition condition, boolean upper) {
            placeholders.add(new Placeholder(condition, upper));
            return condition.sql();
        }

        Prepared prepared(String sql) {
            return new Prepared(sql, List.copyOf(placeholders));
        }
    }
}
