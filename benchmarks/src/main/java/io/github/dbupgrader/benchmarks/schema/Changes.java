package io.github.dbupgrader.benchmarks.schema;

import io.github.dbupgrader.schema.ChangeColumnType;
import io.github.dbupgrader.schema.Column;
import io.github.dbupgrader.schema.ForeignKey;
import io.github.dbupgrader.schema.Index;
import io.github.dbupgrader.schema.RenameColumn;
import io.github.dbupgrader.schema.RenameColumnThroughView;
import io.github.dbupgrader.schema.RenameTable;
import io.github.dbupgrader.schema.Schema;
import io.github.dbupgrader.schema.Table;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All changes that are measured. */
final class Changes {

    private static final String NEW_COUNTER = "visit_count";
    private static final String NEW_TABLE = "purchases";
    private static final String VIEW = "order_list";
    private static final String VIEW_COLUMNS = "select id, customer, amount, visits, ";

    private Changes() {}

    static List<Change> all() {
        return Stream.of(columns(), constraints(), indexes(), namesAndTypes())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Change> columns() {
        return List.of(
                Change.of(
                        "add column",
                        schema -> orders(schema).addColumn("remark", "text"),
                        "alter table orders add column remark text",
                        column("remark", "true")),
                Change.of(
                        "add required column",
                        schema -> orders(schema)
                                .addRequiredColumn(
                                        Column.named("token", "uuid").defaultValue("gen_random_uuid()"),
                                        "gen_random_uuid()"),
                        "alter table orders add column token uuid not null default gen_random_uuid()",
                        column("token", "attnotnull")),
                Change.of(
                        "set not null",
                        schema -> orders(schema).setNotNull("amount"),
                        "alter table orders alter column amount set not null",
                        column("amount", "attnotnull")),
                Change.of(
                        "drop not null",
                        schema -> orders(schema).dropNotNull("ordered_at"),
                        "alter table orders alter column ordered_at drop not null",
                        column("ordered_at", "not attnotnull")),
                Change.of(
                        "set default",
                        schema -> orders(schema).setDefault("amount", "0"),
                        "alter table orders alter column amount set default 0",
                        column("amount", "atthasdef")),
                Change.of(
                        "drop column",
                        schema -> orders(schema).dropColumn("note"),
                        "alter table orders drop column note",
                        "not " + column("note", "true")));
    }

    private static List<Change> constraints() {
        return List.of(
                Change.of(
                        "add foreign key",
                        schema -> orders(schema)
                                .addForeignKey(ForeignKey.named("orders_customer", "customer")
                                        .references("customer")),
                        "alter table orders add constraint orders_customer foreign key (customer) references customer",
                        valid("orders_customer")),
                Change.of(
                        "add check",
                        schema -> orders(schema).addCheck("orders_amount", "amount >= 0"),
                        "alter table orders add constraint orders_amount check (amount >= 0)",
                        valid("orders_amount")),
                Change.of(
                        "add unique",
                        schema -> orders(schema).addUnique("orders_number", "number"),
                        "alter table orders add constraint orders_number unique (number)",
                        valid("orders_number")),
                Change.of(
                                "drop constraint",
                                schema -> orders(schema).dropConstraint("orders_amount"),
                                "alter table orders drop constraint orders_amount",
                                "not " + valid("orders_amount"))
                        .given("alter table orders add constraint orders_amount check (amount >= 0)"));
    }

    private static List<Change> indexes() {
        return List.of(
                Change.of(
                        "create index",
                        schema ->
                                orders(schema).createIndexConcurrently("orders_by_customer", "customer", "ordered_at"),
                        "create index orders_by_customer on orders (customer, ordered_at)",
                        index("orders_by_customer")),
                Change.of(
                        "replace index",
                        schema -> orders(schema)
                                .replaceIndex(
                                        Index.named("orders_ordered_at").on("ordered_at"),
                                        Index.named("orders_ordered_at_id").on("ordered_at", "id")),
                        "begin; create index orders_ordered_at_id on orders (ordered_at, id); drop index orders_ordered_at; commit",
                        index("orders_ordered_at_id") + " and not " + index("orders_ordered_at")),
                Change.of(
                        "drop index",
                        schema -> orders(schema)
                                .dropIndexConcurrently(
                                        Index.named("orders_note").on("note")),
                        "drop index orders_note",
                        "not " + index("orders_note")));
    }

    private static List<Change> namesAndTypes() {
        return List.of(
                Change.of(
                                "rename column",
                                schema -> renameColumn(schema).expand(),
                                "alter table orders rename column visits to visit_count",
                                renamedColumn())
                        .contractedBy(schema -> renameColumn(schema).contract(), Names.of(BusyTable.NAME, NEW_COUNTER)),
                Change.of(
                                "rename column through a view",
                                schema -> renameThroughView(schema).expand(),
                                "alter table orders rename column visits to visit_count",
                                renamedColumn())
                        .contractedBy(
                                schema -> renameThroughView(schema).contract(), Names.of(BusyTable.NAME, NEW_COUNTER)),
                Change.of(
                                "rename table",
                                schema -> renameTable(schema).expand(),
                                "alter table orders rename to purchases",
                                "to_regclass('orders') is null and exists (select from pg_class where oid = to_regclass('purchases') and relkind = 'r')")
                        .contractedBy(schema -> renameTable(schema).contract(), Names.of(NEW_TABLE, BusyTable.COUNTER)),
                Change.of(
                                "integer to bigint",
                                schema -> widen(schema).expand(),
                                "alter table orders alter column visits type bigint",
                                column(BusyTable.COUNTER, "attnotnull and atttypid = 'bigint'::regtype"))
                        .contractedBy(schema -> widen(schema).contract(), Names.FIRST),
                Change.of(
                                "replace view",
                                schema -> schema.replaceView(VIEW, VIEW_COLUMNS + "number from orders"),
                                "begin; drop view order_list; create view order_list as " + VIEW_COLUMNS
                                        + "number from orders; commit",
                                "exists (select from pg_attribute where attrelid = 'order_list'::regclass and attname = 'number')")
                        .given("create view order_list as " + VIEW_COLUMNS + "ordered_at from orders")
                        .usedAs(Names.FIRST.reading(VIEW)));
    }

    private static Table orders(Schema schema) {
        return schema.table(BusyTable.NAME);
    }

    /** The sessions of the application have no names, and it is known that nobody uses the old form: so contract need not look for long. */
    private static RenameColumn renameColumn(Schema schema) {
        return orders(schema).renameColumn(BusyTable.COUNTER, NEW_COUNTER).lookingFor(Duration.ZERO);
    }

    private static RenameColumnThroughView renameThroughView(Schema schema) {
        return orders(schema)
                .renameColumnThroughView(BusyTable.COUNTER, NEW_COUNTER)
                .lookingFor(Duration.ZERO);
    }

    private static RenameTable renameTable(Schema schema) {
        return orders(schema).renameTo(NEW_TABLE).lookingFor(Duration.ZERO);
    }

    private static ChangeColumnType widen(Schema schema) {
        return orders(schema).changeType(BusyTable.COUNTER, "bigint").lookingFor(Duration.ZERO);
    }

    private static String renamedColumn() {
        return column(NEW_COUNTER, "attnotnull") + " and not " + column(BusyTable.COUNTER, "true");
    }

    private static String column(String name, String condition) {
        return "exists (select from pg_attribute where attrelid = 'orders'::regclass and attnum > 0 and not attisdropped and attname = '%s' and %s)"
                .formatted(name, condition);
    }

    private static String valid(String constraint) {
        return "exists (select from pg_constraint where conrelid = 'orders'::regclass and conname = '%s' and convalidated)"
                .formatted(constraint);
    }

    private static String index(String name) {
        return "exists (select from pg_index where indexrelid = to_regclass('%s') and indisvalid)".formatted(name);
    }
}
