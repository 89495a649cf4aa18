package io.github.dbupgrader.load;

import static io.github.dbupgrader.load.LoadedChange.drop;
import static io.github.dbupgrader.load.LoadedChange.unseen;

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
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every change of the library, with two applications that it happens to. */
public final class LoadedChanges {

    private static final Duration LOOKING = Duration.ofMillis(50);
    private static final Index PLAIN = Index.named("plain").on("amount");
    private static final Index BOTH = Index.named("both").on("device", "amount");
    private static final String POSITIVE = "alter table reading add constraint positive check (amount >= 0)";
    private static final String FARM =
            "create table farm (name text primary key, kind int); create index device_idx on reading (device);"
                    + " insert into farm values ('a', 0), ('b', 0), ('c', 0), ('d', 0)";
    private static final String WATER =
            "create table water (reading bigint primary key references reading on delete cascade, liters bigint)";

    private static final String SEEN = "select id, amount, ";

    private LoadedChanges() {}

    /** {@return those of {@code -Dload.slice=2/4}, the second of four parts, and of {@code -Dload.change=}, a part of their names; all by default} */
    public static Stream<LoadedChange> chosen() {
        List<LoadedChange> all = all();
        String[] slice = System.getProperty("load.slice", "1/1").split("/", 2);
        int number = Integer.parseInt(slice[0]);
        int of = Integer.parseInt(slice[1]);
        String part = System.getProperty("load.change", "");
        List<LoadedChange> chosen = IntStream.range(0, all.size())
                .filter(i -> i % of == number - 1)
                .mapToObj(all::get)
                .filter(change -> change.name().contains(part))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no change is in load.slice and load.change");
        }
        return chosen.stream();
    }

    static List<LoadedChange> all() {
        return Stream.of(inTwoHalves(), columns(), constraints(), indexes(), others())
                .flatMap(List::stream)
                .toList();
    }

    private static List<LoadedChange> inTwoHalves() {
        return List.of(
                unseen("rename column", s -> rename(s).expand(), s -> rename(s).revert())
                        .young(Sql.over("kwh"))
                        .contractedBy(s -> rename(s).contract())
                        .withDifferences("select count(*) from reading where kwh is distinct from amount"),
                unseen("change type", s -> widen(s).expand(), s -> widen(s).revert())
                        .contractedBy(s -> widen(s).contract())
                        .changingResults(),
                unseen("change type as", s -> toText(s).expand(), s -> toText(s).revert())
                        .young(Sql.over("words"))
                        .contractedBy(s -> toText(s).contract())
                        .withDifferences("select count(*) from reading where words is distinct from amount::text"),
                unseen(
                                "rename table",
                                s -> renameTable(s).expand(),
                                s -> renameTable(s).revert())
                        .young(Sql.over("amount").in("measurement"))
                        .contractedBy(s -> renameTable(s).contract()),
                unseen(
                                "rename column through a view",
                                s -> renameThroughView(s).expand(),
                                s -> renameThroughView(s).revert())
                        .young(Sql.over("kwh"))
                        .contractedBy(s -> renameThroughView(s).contract()));
    }

    private static RenameColumn rename(Schema schema) {
        return table(schema)
                .renameColumn("amount", "kwh")
                .whenNoOlderThan(NobodyNotices.SERVICE, NobodyNotices.SECOND)
                .lookingFor(LOOKING);
    }

    private static RenameTable renameTable(Schema schema) {
        return table(schema)
                .renameTo("measurement")
                .whenNoOlderThan(NobodyNotices.SERVICE, NobodyNotices.SECOND)
                .lookingFor(LOOKING);
    }

    private static RenameColumnThroughView renameThroughView(Schema schema) {
        return table(schema)
                .renameColumnThroughView("amount", "kwh")
                .whenNoOlderThan(NobodyNotices.SERVICE, NobodyNotices.SECOND)
                .lookingFor(LOOKING);
    }

    private static ChangeColumnType widen(Schema schema) {
        return table(schema)
                .changeType("amount", "bigint")
                .whenNoOlderThan(NobodyNotices.SERVICE, NobodyNotices.SECOND)
                .lookingFor(LOOKING);
    }

    private static ChangeColumnType toText(Schema schema) {
        return table(schema)
                .changeType("amount", "text")
                .as("words")
                .whenNoOlderThan(NobodyNotices.SERVICE, NobodyNotices.SECOND)
                .lookingFor(LOOKING);
    }

    private static List<LoadedChange> columns() {
        Sql withQuality = Sql.over("amount", "quality");
        Consumer<Schema> dropQuality = s -> table(s).dropColumn("quality");
        return List.of(
                unseen("add column", s -> table(s).addColumn("quality", "bigint", "how good"), dropQuality)
                        .young(withQuality),
                unseen(
                                "add required column",
                                s -> table(s).addRequiredColumn(
                                                Column.named("quality", "int").defaultValue("7")),
                                dropQuality)
                        .young(withQuality),
                unseen(
                                "add required column with fill",
                                s -> table(s).addRequiredColumn(
                                                Column.named("quality", "int").defaultValue("7"), "amount + 1"),
                                dropQuality)
                        .young(withQuality),
                drop("drop column", dropQuality)
                        .given("alter table reading add quality int; create index quality_idx on reading (quality)")
                        .old(withQuality),
                unseen("set not null", s -> table(s).setNotNull("amount"), s -> table(s).dropNotNull("amount"))
                        .given("alter table reading alter amount drop not null"),
                unseen("drop not null", s -> table(s).dropNotNull("amount"), s -> table(s).setNotNull("amount")),
                unseen(
                        "set default",
                        s -> table(s).setDefault("amount", "1"),
                        s -> table(s).dropDefault("amount", "1")),
                unseen(
                                "change default",
                                s -> table(s).changeDefault("amount", "1", "2"),
                                s -> table(s).changeDefault("amount", "2", "1"))
                        .given("alter table reading alter amount set default 1"),
                unseen(
                                "drop default",
                                s -> table(s).dropDefault("amount", "1"),
                                s -> table(s).setDefault("amount", "1"))
                        .given("alter table reading alter amount set default 1"));
    }

    private static List<LoadedChange> constraints() {
        return List.of(
                unseen(
                        "add check",
                        s -> table(s).addCheck("positive", "amount >= 0"),
                        s -> table(s).dropConstraint("positive")),
                unseen(
                                "add foreign key",
                                s -> table(s).addForeignKey(ForeignKey.named("known", "device")
                                        .references("farm")),
                                s -> table(s).dropConstraint("known"))
                        .given(FARM),
                unseen(
                        "add unique",
                        s -> table(s).addUnique("one", "id", "device"),
                        s -> table(s).dropConstraint("one")),
                unseen(
                                "add primary key",
                                s -> table(s).addPrimaryKey("numbered", "id"),
                                s -> table(s).dropConstraint("numbered"))
                        .given("alter table reading drop constraint reading_pkey, add unique (id)"),
                unseen("validate constraint", s -> table(s).validateConstraint("positive"), s -> {
                            table(s).dropConstraint("positive");
                            s.sql("not valid again", POSITIVE + " not valid", "select 1");
                        })
                        .given(POSITIVE + " not valid"),
                drop("drop constraint", s -> table(s).dropConstraint("positive"))
                        .given(POSITIVE));
    }

    private static List<LoadedChange> indexes() {
        return List.of(
                unseen(
                        "create index concurrently",
                        s -> table(s).createIndexConcurrently(PLAIN),
                        s -> table(s).dropIndexConcurrently(PLAIN)),
                unseen(
                                "drop index concurrently",
                                s -> table(s).dropIndexConcurrently(PLAIN),
                                s -> table(s).createIndexConcurrently(PLAIN))
                        .given("create index plain on reading (amount)"),
                unseen(
                                "replace index",
                                s -> table(s).replaceIndex(PLAIN, BOTH),
                                s -> table(s).replaceIndex(BOTH, PLAIN))
                        .given("create index plain on reading (amount)"));
    }

    private static List<LoadedChange> others() {
        Sql reading = Sql.over("amount").also("select amount from seen where id = ? and amount = ?");
        Sql intoWater = Sql.over("amount").also("insert into water (reading, liters) values (?, ?)");
        return List.of(
                unseen("create table", s -> s.createTable("water", WATER), s -> s.dropTable("water"))
                        .young(intoWater),
                drop("drop table", s -> s.dropTable("water")).given(WATER).old(intoWater),
                unseen(
                                "create view",
                                s -> s.createView("seen", "select id, amount from reading"),
                                s -> s.sql("drop the view", "drop view seen", "select 1"))
                        .young(reading),
                unseen(
                                "replace view",
                                s -> s.replaceView("seen", SEEN + "1 as one from reading"),
                                s -> s.replaceView("seen", SEEN + "device from reading"))
                        .given("create view seen as " + SEEN + "device from reading")
                        .old(reading)
                        .young(reading),
                unseen("add enum value", s -> s.addEnumValue("quality", "bad"), s -> {})
                        .neverUndone()
                        .given("create type quality as enum ('good'); alter table reading add q quality default 'good'")
                        .young(Sql.over("amount").also("update reading set q = 'bad' where id = ? and amount = ?")),
                unseen(
                        "sql",
                        s -> s.sql(
                                "fill",
                                "alter table reading set (fillfactor = 70)",
                                "alter table reading reset (fillfactor)"),
                        s -> s.sql("reset", "alter table reading reset (fillfactor)", "select 1")));
    }

    private static Table table(Schema schema) {
        return schema.table("reading");
    }
}
