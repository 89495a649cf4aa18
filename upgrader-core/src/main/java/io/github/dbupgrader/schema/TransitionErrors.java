package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.util.List;

/** The errors of renames and changes of type, each text in one place. */
final class TransitionErrors {

    /** Why a column cannot be replaced while it is used. */
    enum Refusal {
        NO_TABLE(
                "there is no such table",
                "correct the name, or name its schema: schema().table(\"schema\", \"table\")"),
        NOT_A_TABLE(
                "it is a view, foreign table or something else without rows of its own",
                "make the change where the rows are"),
        NO_COLUMN("the table has no such column", "correct the name"),
        TAKEN(
                "the table already has a column of the new name",
                "choose another name, or drop that column in an earlier upgrade"),
        GENERATED(
                "the column is generated, and a trigger cannot see what it will hold",
                "add the new generated column beside it, and drop the old one in a later version"),
        IDENTITY(
                "the column is an identity column, whose sequence cannot belong to two columns",
                "turn it into a plain column with a default first, or rename it with a short outage"),
        PARTITION_KEY(
                "the column is part of the key by which the table is partitioned, and a trigger may not move a row",
                "make a new partitioned table and move the rows"),
        PARTITIONED_INDEX(
                "the table is partitioned and the column has indexes, unique constraints or foreign keys, which cannot be made for another column of a partitioned table without stopping its writers",
                "drop them, or index the new column on each partition after the change"),
        INHERITANCE(
                "the table has inheritance children or parents",
                "detach them, or make the change for each of them without inheritance"),
        PRIMARY_KEY(
                "the column is part of the primary key",
                "add the new column and its unique index, and move the key in an upgrade of its own"),
        REFERENCED(
                "foreign keys of other tables reference the column",
                "drop them, and add them for the new column after the change"),
        DOMAIN(
                "its type is a domain with constraints, and adding such a column writes the whole table anew under a lock",
                "change its type to the domain's base type, with a check constraint, first"),
        REPLICA_IDENTITY("the column is part of the table's replica identity", "set another replica identity first"),
        VOLATILE_DEFAULT(
                "the column's default gives another value each time, so that only NEW_WINS can tell a default from a value that was given",
                "leave out onConflict, or drop the default");

        private final String why;
        private final String fix;

        Refusal(String why, String fix) {
            this.why = why;
            this.fix = fix;
        }
    }

    private TransitionErrors() {}

    static UpgradeException refused(String label, Refusal refusal) {
        return new UpgradeException(ErrorCode.SCHEMA_CHANGE_REFUSED, "Cannot " + label, refusal.why, refusal.fix);
    }

    static UpgradeException laterTrigger(String label, String trigger) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "Cannot " + label,
                "the table's BEFORE trigger " + trigger
                        + " fires after the one that keeps both columns in step, so that what it changes would not be carried over",
                "rename that trigger to a name that sorts before zzzz_upgrader");
    }

    static UpgradeException otherTransition(String label, String column) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "Cannot " + label,
                "the column " + column + " is part of another rename or change of type that is not finished",
                "contract or revert that one first");
    }

    static UpgradeException sameName(String label) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "Cannot " + label,
                "the old and the new column have the same name",
                "give the new column another name");
    }

    static UpgradeException noPlaceholder(String label, String expression) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "Cannot " + label,
                "the conversion \"" + expression + "\" does not say where the value stands",
                "write " + Conversion.VALUE + " where the value is to be");
    }

    static UpgradeException notExpanded(String label) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "Cannot contract: " + label,
                "it was never expanded here, or was reverted",
                "declare expand() in an earlier version");
    }

    static UpgradeException wrongState(String label, String state) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "Cannot contract: " + label,
                "its state is " + state + " and contract needs SYNCED",
                "finish the upgrade that expands it first");
    }

    static UpgradeException contracted(String label) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "Cannot revert: " + label,
                "it is contracted, and the old column is gone",
                "make the opposite change in a new upgrade");
    }

    static UpgradeException differences(String label, String table, String condition, List<String> sample) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "The columns are not in step: " + label,
                "some rows were written past the trigger, such as by replication or with session_replication_role = replica: "
                        + String.join("; ", sample),
                "look at them with: select * from " + table + " where " + condition
                        + "; write the right value to one of their columns, and start again");
    }

    static UpgradeException dependents(String label, List<String> dependents) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "Cannot contract: " + label,
                "the old column is still used by " + String.join(", ", dependents),
                "make them use the new column or drop them, in this upgrade before contract() or in an earlier one");
    }

    static UpgradeException functions(String label, List<String> functions) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "Cannot contract: " + label,
                "the old column is named in the body of " + String.join(", ", functions),
                "change them; if they mean something else of that name, say so with ignoringFunction(\"name\")");
    }

    static UpgradeException sessions(String label, List<String> sessions) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "Cannot contract: " + label,
                "sessions that may still use the old column are connected: " + String.join(", ", sessions),
                "deploy the newer version of these services everywhere, close such sessions, and start again");
    }

    static UpgradeException missingCopies(String label, List<String> names) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "Cannot contract: " + label,
                "the new column lacks what the old one has: " + String.join(", ", names),
                "it was added after expand, or its copy is invalid or was dropped: drop it, or make the copy under the name given");
    }
}
