package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.Literal;
import io.github.dbupgrader.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * Keeps two columns of a table in step while both are written: the compare trigger.
 *
 * <p>What counts is which column a statement has <em>changed</em>, not which it names: applications that write whole rows name columns whose values they only carry along,
 * and a row whose second column is not filled yet would be emptied by a trigger on {@code update of}. Where both are changed, they may agree; where they do not, the
 * {@link ConflictPolicy} says who is right.
 *
 * <p>Four decisions, each for a way to lose data:
 *
 * <ul>
 *   <li>Values are compared as they are stored ({@code *=} on records), not by the type's equality: for that, {@code 1.0} is {@code 1.00}, and of a citext {@code 'A'} is {@code 'a'}, so such
 *       a change would not arrive in the other column. It also works for types without equality, such as json.
 *   <li>If only the new column changed and it is what the old one converts to, the old one stays as it is. So it is when the backfill writes, and converting back would write a rounded
 *       value over the original.
 *   <li>Conversions are only made of values that changed: a row whose old value cannot be converted can still be updated elsewhere. Where one must be tried that may fail for a
 *       value that the statement did not give, failure means "not equal".
 *   <li>An INSERT cannot tell a column that it leaves out from one that it sets to NULL, once a default is gone. So where the default is not volatile, both columns have it, and a column counts as
 *       given if it differs from its default: an explicit NULL stays NULL under both names. A volatile default stays on the old column alone; there an explicit NULL under the new name gets
 *       the default.
 * </ul>
 *
 * <p>There is no guard on {@code pg_trigger_depth()}: a write from another trigger is a write. Rights on the function are not needed to fire it.
 */
final class SyncTrigger {

    private final QualifiedName table;
    private final Side before;
    private final Side after;
    private final Default columnDefault;
    private final ConflictPolicy policy;

    /**
     * One of the two columns.
     *
     * @param column its name
     * @param from how its value is made of the other column's
     */
    record Side(Identifier column, Conversion from) {}

    /**
     * The default of the old column.
     *
     * @param expression as SQL that no {@code search_path} changes; empty if there is none
     * @param isVolatile whether each call may give another value
     */
    record Default(Optional<String> expression, boolean isVolatile) {

        static final Default NONE = new Default(Optional.empty(), false);

        /** What the new column gets too. */
        Optional<String> shared() {
            return isVolatile ? Optional.empty() : expression;
        }
    }

    SyncTrigger(QualifiedName table, Side before, Side after, Default columnDefault, ConflictPolicy policy) {
        this.table = table;
        this.before = before;
        this.after = after;
        this.columnDefault = columnDefault;
        this.policy = policy;
    }

    /**
     * What makes it; the column is already there.
     *
     * @param searchPath where names in the user's conversions are looked for, as SQL
     */
    List<String> create(String searchPath) {
        return List.of(
                "create function " + function().quoted() + "() returns trigger language plpgsql set search_path to "
                        + searchPath + " as " + Literal.quote(body()),
                "revoke all on function " + function().quoted() + "() from public",
                "create trigger " + trigger().quoted() + " before insert or update on " + table.quoted()
                        + " for each row execute function " + function().quoted() + "()");
    }

    Identifier trigger() {
        return TransitionNames.trigger(table, before.column(), after.column());
    }

    QualifiedName function() {
        return TransitionNames.function(table, before.column(), after.column());
    }

    /** What the new column gets as its default, after it was added without one. */
    Optional<String> newDefault() {
        return columnDefault.shared().map(d -> after.from().of("(" + d + ")"));
    }

    /** True of a row whose columns contradict each other, as SQL over the table's columns. */
    String differs() {
        String o = before.column().quoted();
        String n = after.column().quoted();
        String up = differs(after.from().stored(o), n);
        return after.from().isIdentity()
                ? up
                : up + " and " + differs(before.from().stored(n), o);
    }

    private String body() {
        String o = "new." + before.column().quoted();
        String n = "new." + after.column().quoted();
        return """

                declare
                  converted_old %1$s;
                  converted_new %2$s;
                  default_old %1$s;
                  default_new %2$s;
                begin
                  if tg_op = 'UPDATE' then
                    if %3$s then
                      if %4$s then
                        return new;
                      end if;
                %5$s      %6$s := %7$s;
                      return new;
                    end if;
                    if %4$s then
                      %8$s := %9$s;
                      return new;
                    end if;
                  else
                %10$s    if %11$s then
                      %8$s := %9$s;
                      return new;
                    end if;
                %12$s  end if;
                %13$s  return new;
                end
                """.formatted(
                        before.from().type(),
                        after.from().type(),
                        same(o, "old." + before.column().quoted()),
                        same(n, "old." + after.column().quoted()),
                        keepsOriginal(o, n),
                        o,
                        before.from().of(n),
                        n,
                        after.from().of(o),
                        defaults(),
                        columnDefault.shared().isPresent() ? same(n, "default_new") : n + " is null",
                        newOnly(o, n),
                        contradiction(o, n));
    }

    private String keepsOriginal(String o, String n) {
        if (after.from().isIdentity()) {
            return "";
        }
        return """
                      begin
                        converted_new := %s;
                        if %s then
                          return new;
                        end if;
                      exception when others then
                        null; -- the old value, which this statement did not give, cannot be converted
                      end;
                """.formatted(after.from().of(o), same("converted_new", n));
    }

    private String defaults() {
        return columnDefault
                .shared()
                .map(d -> "    default_old := %s;\n    default_new := %s;\n"
                        .formatted(d, after.from().of("(" + d + ")")))
                .orElse("");
    }

    private String newOnly(String o, String n) {
        if (columnDefault.isVolatile()) {
            return "";
        }
        return """
                    if %s then
                      %s := %s;
                      return new;
                    end if;
                """.formatted(
                        columnDefault.shared().isPresent() ? same(o, "default_old") : o + " is null",
                        o,
                        before.from().of(n));
    }

    /** Both were given. */
    private String contradiction(String o, String n) {
        String rule = switch (policy) {
            case NEW_WINS -> o + " := " + before.from().of(n) + ";";
            case OLD_WINS -> n + " := " + after.from().of(o) + ";";
            case RAISE ->
                "raise exception using errcode = '23000', message = " + Literal.quote(contradictionMessage())
                        + ", hint = " + Literal.quote("Write one of them: the other follows by itself.") + ";";
        };
        return """
                  converted_new := %s;
                  if %s then
                    return new;
                  end if;
                  converted_old := %s;
                  if %s then
                    return new;
                  end if;
                  %s
                """.formatted(
                after.from().of(o), same("converted_new", n), before.from().of(n), same("converted_old", o), rule);
    }

    private String contradictionMessage() {
        return "columns \"" + before.column().text() + "\" and \""
                + after.column().text() + "\" of " + table
                + " are being renamed from one to the other, and were given different values";
    }

    private static String same(String left, String right) {
        return "row(" + left + ")::record operator(pg_catalog.*=) row(" + right + ")::record";
    }

    private static String differs(String left, String right) {
        return "row(" + left + ")::record operator(pg_catalog.*<>) row(" + right + ")::record";
    }
}
