package io.github.dbupgrader.backfill;

import io.github.dbupgrader.backfill.Work.Compute;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.SqlFragment;
import io.github.dbupgrader.step.Checksum;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A large data change, done in small batches: which rows, and what with them.
 *
 * <pre>{@code
 * Backfill.table("fact_energy_hourly").pending("kwh is null").set("kwh = energy_kwh / 1000");
 *
 * Backfill.table("wells").pending("depth_m is null")
 *     .read("depth", String.class).write("depth_m")
 *     .compute(rows -> rows.forEach(row -> row.set("depth_m", Depth.parse(row.get("depth", String.class)).metres())));
 * }</pre>
 *
 * <p>The rows are visited once, in the order of a unique key, up to the largest key at the start. A batch and the note that it is done are one commit, so after a crash
 * nothing is skipped and nothing is done twice. Rows that come later are the application's own to fill.
 *
 * <p>Immutable, and safe for use by several threads: each method returns a copy. Call only.
 */
public final class Backfill {

    private final Target target;
    private final Optional<Work> work;
    private final JavaColumns columns;
    private final Extras extras;
    private final BackfillSettings settings;

    private Backfill(
            Target target, Optional<Work> work, JavaColumns columns, Extras extras, BackfillSettings settings) {
        this.target = target;
        this.work = work;
        this.columns = columns;
        this.extras = extras;
        this.settings = settings;
    }

    /**
     * {@return a backfill of a table that is found as the session finds it, by its {@code search_path}; what to do is still to be said}
     *
     * @param name the table as it is in the catalogue, without quotes
     */
    public static Backfill table(String name) {
        return of(Target.of(Optional.empty(), new Identifier(name)));
    }

    /**
     * {@return a backfill of a table in a given schema; what to do is still to be said}
     *
     * @param schema the schema as it is in the catalogue, without quotes
     * @param name the table as it is in the catalogue, without quotes
     */
    public static Backfill table(String schema, String name) {
        return of(Target.of(Optional.of(new Identifier(schema)), new Identifier(name)));
    }

    private static Backfill of(Target target) {
        return new Backfill(target, Optional.empty(), JavaColumns.NONE, Extras.NONE, BackfillSettings.defaults());
    }

    /**
     * Sets the key along which the rows are visited. The default is the primary key.
     *
     * @param columns all columns of a unique B-tree index, none of which may be null
     * @return a copy
     */
    public Backfill key(String... columns) {
        return target(target.key(Arrays.stream(columns).map(Identifier::new).toList()));
    }

    /**
     * Leaves out rows that do not belong to it. The default is all rows.
     *
     * @param condition which rows belong to it, as SQL over the table's columns
     * @return a copy
     */
    public Backfill where(String condition) {
        return target(target.where(checked("condition", condition)));
    }

    /**
     * Says by what a row shows that it is still to be done; the work makes it false.
     *
     * <p>Rows that are done already are left alone, and when all rows were visited they are looked through once more: a row that moved out of the way, because its
     * key was changed meanwhile, is found and done. Declare it wherever something shows it.
     *
     * @param condition what is true of a row that is still to be done, as SQL over the table's columns, such as {@code kwh is null and energy_kwh is not null}
     * @return a copy
     */
    public Backfill pending(String condition) {
        return target(target.pending(checked("condition", condition)));
    }

    /**
     * Does the work by one UPDATE of the table a batch.
     *
     * @param assignments what stands behind {@code set}, such as {@code kwh = energy_kwh / 1000}
     * @return a copy
     */
    public Backfill set(String assignments) {
        return work(new Work.SetColumns(checked("assignments", assignments)));
    }

    /**
     * Does the work by a statement that changes data.
     *
     * <p>For example {@code update strikes s set airport_id = a.id from airports a where a.name = s.airport and {batch}}, with the alias {@code s}. Where the table is
     * another than the visited one, write {@code insert … on conflict do nothing} or the like, so that it bears to be done again for a row that moved.
     *
     * @param sql the statement, with {@code {batch}} where the condition of the batch is to stand
     * @param alias what the visited table is called in it
     * @return a copy
     */
    public Backfill statement(String sql, String alias) {
        BackfillErrors.requirePlaceholder(sql);
        return target(target.alias(new Identifier(alias))).work(new Work.Statement(checked("statement", sql)));
    }

    /**
     * Says which column Java reads. To be called for each of them.
     *
     * @param column the column as it is in the catalogue, without quotes
     * @param type what it is read as: a class that the driver's {@code ResultSet.getObject(column, type)} knows
     * @return a copy
     */
    public Backfill read(String column, Class<?> type) {
        return columns(columns.reading(new Compute.Column(new Identifier(column), type, Optional.empty())));
    }

    /**
     * Says what else Java reads of a row: what SQL makes of its columns, such as a value from another table. To be called for each of them.
     *
     * <p>Whether it has changed is not looked at when values are written; a column of which that matters is read by itself, too.
     *
     * @param name what {@link BackfillRow#get} calls it; no column that is read or written has that name
     * @param type what it is read as, as for a column
     * @param expression SQL over the table's columns, such as {@code (select a.name from airports a where a.id = airport_id)}
     * @return a copy
     */
    public Backfill readExpression(String name, Class<?> type, String expression) {
        Optional<String> sql = Optional.of(checked("expression", expression));
        return columns(columns.reading(new Compute.Column(new Identifier(name), type, sql)));
    }

    /**
     * Says which columns Java writes.
     *
     * @param columns the columns as they are in the catalogue, without quotes
     * @return a copy
     */
    public Backfill write(String... columns) {
        return columns(
                this.columns.writing(Arrays.stream(columns).map(Identifier::new).toList()));
    }

    /**
     * Does the work in Java, outside of the transaction in which its values are written. To be called after {@link #read} and {@link #write}.
     *
     * <p>A value is written only if what was read is unchanged; where an application was quicker, the row is read and computed again later.
     *
     * @param batchWork computes the values
     * @return a copy
     */
    public Backfill compute(BatchWork batchWork) {
        if (columns.write().isEmpty()) {
            throw BackfillErrors.nothingToWrite(target);
        }
        return work(new Compute(columns.read(), columns.write(), batchWork));
    }

    /**
     * Sets what tells this definition from an earlier one of the same name that looks alike, because what changed is Java code.
     *
     * @param text the default is {@code 1}
     * @return a copy
     */
    public Backfill revision(String text) {
        return extras(extras.revised(text));
    }

    /**
     * Sets how it is run.
     *
     * @param how the default is {@link BackfillSettings#defaults()}
     * @return a copy
     */
    public Backfill settings(BackfillSettings how) {
        return new Backfill(target, work, columns, extras, how);
    }

    /**
     * Keeps triggers from firing for the batches ({@code session_replication_role = replica}), those that check foreign keys too. Needs a role that may set this.
     * The default is that they fire.
     *
     * @return a copy
     */
    public Backfill withoutTriggers() {
        return extras(extras.leavingOutTriggers());
    }

    /**
     * Says that rows in quarantine are no obstacle to what comes after. The default is that they are.
     *
     * @param why recorded beside the backfill
     * @return a copy
     */
    public Backfill quarantineAllowed(String why) {
        return extras(extras.allowingQuarantine(why));
    }

    /**
     * Adds what is to be done when all rows are done, such as an index on the new column: built before, it would slow each batch down.
     *
     * @param followUp what
     * @return a copy
     */
    public Backfill followedBy(FollowUp followUp) {
        followUp.subSteps(); // what cannot follow a backfill is refused where it is written
        return extras(extras.followedBy(followUp));
    }

    /** What cannot be put into a statement is refused where it is written. */
    private static String checked(String what, String sql) {
        SqlFragment.prepared(what, sql);
        return sql;
    }

    private Backfill target(Target changed) {
        return new Backfill(changed, work, columns, extras, settings);
    }

    private Backfill columns(JavaColumns changed) {
        return new Backfill(target, work, changed, extras, settings);
    }

    private Backfill work(Work changed) {
        return new Backfill(target, Optional.of(changed), columns, extras, settings);
    }

    private Backfill extras(Extras changed) {
        return new Backfill(target, work, columns, changed, settings);
    }

    Target target() {
        return target;
    }

    Work work() {
        return work.orElseThrow(() -> BackfillErrors.noWork(target));
    }

    boolean isWithoutTriggers() {
        return extras.withoutTriggers();
    }

    Optional<String> quarantineAllowed() {
        return extras.quarantineAllowed();
    }

    List<FollowUp> followUps() {
        return extras.followUps();
    }

    BackfillSettings settings() {
        return settings;
    }

    /** {@return it in words and SQL, for a person} */
    String text() {
        return target
                + target.where().map(w -> " where " + w).orElse("")
                + target.pending().map(p -> " pending " + p).orElse("")
                + ": " + work().text();
    }

    String checksum() {
        return Checksum.of(
                target.toString(),
                target.key().toString(),
                target.where().orElse(""),
                target.pending().orElse(""),
                work().text(),
                extras.revision());
    }
}
