package io.github.dbupgrader.step;

import io.github.dbupgrader.sql.TableNames;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What a sub-step keeps for its revert: the statements that make again what it takes away.
 *
 * <p>A sub-step knows neither its version nor its place, so it cannot write its own record. It leaves the statements in a setting of its transaction, where the
 * statement that writes the record finds them.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class Kept {

    /** The setting as an expression, null where nothing is kept. A setting that a transaction has set is empty afterwards, not gone. */
    public static final String VALUE = "cast(nullif(current_setting('upgrader.kept', true), '') as jsonb)";

    private Kept() {}

    /**
     * Keeps statements, to be called at most once in a sub-step that is one transaction.
     *
     * @param handle the sub-step's
     * @param statements in the order in which they are to be run
     */
    public static void keep(Handle handle, List<String> statements) {
        handle.createQuery("select set_config('upgrader.kept', to_jsonb(:statements)::text, true)")
                .bindArray("statements", String.class, statements)
                .mapTo(String.class)
                .one();
    }

    /**
     * {@return what a finished sub-step of the upgrade that is not complete has kept}
     *
     * @param handle any connection
     * @param tables where the records are
     * @param component whose sub-step it is
     * @param subStep its name
     */
    public static List<String> of(Handle handle, TableNames tables, String component, String subStep) {
        return handle.createQuery("""
                        select k.statement from %s s cross join lateral jsonb_array_elements_text(s.kept) with ordinality k (statement, n)
                        where s.component = :component and s.direction = 'UPGRADE' and s.sub_step = :sub_step and not s.closed
                        order by k.n""".formatted(tables.steps().quoted()))
                .bind("component", component)
                .bind("sub_step", subStep)
                .mapTo(String.class)
                .list();
    }
}
