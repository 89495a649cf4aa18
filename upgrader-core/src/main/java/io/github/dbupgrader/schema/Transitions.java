package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.QualifiedName;
import io.github.dbupgrader.sql.TableNames;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The records of what is between expand and contract. */
final class Transitions {

    private final TableNames tables;
    private final String component;
    private final TransitionSpec spec;

    Transitions(BackfillParts parts, TransitionSpec spec) {
        this.tables = parts.tables();
        this.component = parts.component();
        this.spec = spec;
    }

    /**
     * A record.
     *
     * @param state EXPANDED, SYNCED or CONTRACTED
     * @param difference true of a row whose columns contradict each other
     * @param volatileDefault what the new column gets as its default at contract
     * @param expandedInThisTransaction only possible in a dry run
     */
    record Recorded(
            String state, String difference, Optional<String> volatileDefault, boolean expandedInThisTransaction) {}

    Optional<Recorded> find(Handle handle, QualifiedName table) {
        return bound(
                        handle.createQuery(
                                "select state, difference, volatile_default, expanded_at >= now() as fresh from "
                                        + name() + " where " + key()),
                        table)
                .map((row, context) -> new Recorded(
                        row.getString("state"),
                        row.getString("difference"),
                        Optional.ofNullable(row.getString("volatile_default")),
                        row.getBoolean("fresh")))
                .findOne();
    }

    /** {@return a column of the table that another unfinished transition holds, whichever component's} */
    Optional<String> heldColumn(Handle handle, QualifiedName table) {
        return handle.createQuery(
                        "select case when old_column in (:old, :new) then old_column else new_column end from " + name()
                                + " where table_name = :table and state <> 'CONTRACTED' and (old_column in (:old, :new) or new_column in (:old, :new)) limit 1")
                .bind("table", table.quoted())
                .bind("old", spec.oldColumn().text())
                .bind("new", spec.newColumn().text())
                .mapTo(String.class)
                .findOne();
    }

    /** {@return whether an unfinished transition holds a column, whichever component's} */
    boolean holds(Handle handle, QualifiedName table, String column) {
        return handle.createQuery(
                        "select exists (select from " + name()
                                + " where table_name = :table and state <> 'CONTRACTED' and :column in (old_column, new_column))")
                .bind("table", table.quoted())
                .bind("column", column)
                .mapTo(Boolean.class)
                .one();
    }

    void add(
            Handle handle,
            QualifiedName table,
            SyncTrigger trigger,
            Optional<String> volatileDefault,
            List<String> notCopied) {
        // The same rename may have been made, contracted, and made back again by later versions.
        forget(handle, table);
        bound(handle.createUpdate("insert into " + name() + """
                         (component, table_name, old_column, new_column, kind, state, conflict_policy, trigger_name, function_name,
                          difference, volatile_default, not_copied)
                        values (:component, :table, :old, :new, :kind, 'EXPANDED', :policy, :trigger, :function, :difference, :default, :notCopied)"""), table)
                .bind("kind", spec.kind())
                .bind("policy", spec.policy().name())
                .bind("trigger", trigger.trigger().text())
                .bind("function", trigger.function().quoted())
                .bind("difference", trigger.differs())
                .bind("default", volatileDefault.orElse(null))
                .bindArray("notCopied", String.class, notCopied)
                .execute();
    }

    void synced(Handle handle, QualifiedName table) {
        bound(
                        handle.createUpdate("update " + name()
                                + " set state = 'SYNCED', synced_at = clock_timestamp() where " + key()),
                        table)
                .execute();
    }

    void contracted(Handle handle, QualifiedName table) {
        bound(
                        handle.createUpdate("update " + name()
                                + " set state = 'CONTRACTED', contracted_at = clock_timestamp() where " + key()),
                        table)
                .execute();
    }

    void forget(Handle handle, QualifiedName table) {
        bound(handle.createUpdate("delete from " + name() + " where " + key()), table)
                .execute();
    }

    private String name() {
        return tables.transitions().quoted();
    }

    private static String key() {
        return "component = :component and table_name = :table and old_column = :old and new_column = :new";
    }

    private <T extends SqlStatement<T>> T bound(T statement, QualifiedName table) {
        return statement
                .bind("component", component)
                .bind("table", table.quoted())
                .bind("old", spec.oldColumn().text())
                .bind("new", spec.newColumn().text());
    }
}
