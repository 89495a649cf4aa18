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
                "the table is partitioned and the column is an identity column, which belongs to all partitions at once",
                "give it a plain default from the sequence instead, in an upgrade of its own"),
        IDENTITY_TYPE(
                "the column is an identity column, and such a one is smallint, integer or bigint",
                "choose one of these, or give the column a plain default from a sequence in an earlier upgrade"),
        NOT_ONLY_A_TYPE(
                "what was given as the new type is more than a type: it is generated, identity, serial, not null, or has a default",
                "give the type alone: default, identity and NOT NULL are carried over from the column; a generated column is added beside it"),
        PARTITION_KEY(
                "the column is part of the key by which the table is partitioned, and a trigger may not move a row",
                "make a new partitioned table and move the rows"),
        PARTITIONED_INDEX(
                "the table is partitioned and the column has indexes, keys or foreign keys, which cannot be made for another column of a partitioned table without stopping its writers",
                "drop them, or index the new column on each partition after the change"),
        INHERITANCE(
                "the table has inheritance children or parents",
                "detach them, or make the change for each of them without inheritance"),
        KEY_KIND(
                "the column is part of a key that is deferrable or without overlaps, and the index for the new column would check at once",
                "make that key a plain one in an earlier upgrade"),
        REFERENCED_BY_PARTITIONS(
                "a foreign key of a partitioned table references the column, and such a key cannot be added without stopping the writers of all its partitions",
                "drop that foreign key, and add it for the new column after the change"),
        REFERENCED_BY_OTHERS(
                "a foreign key of a table that belongs to another role references the column",
                "upgrade as a role that is a member of both owners, or drop that foreign key and add it after the change"),
        FOREIGN_KEY_KIND(
                "a foreign key of the column has PERIOD, or names columns after ON DELETE SET",
                "drop that foreign key, and add it for the new column after the change"),
        DOMAIN(
                "its type is a domain with constraints, and adding such a column writes the whole table anew under a lock",
                "change its type to the domain's base type, with a check constraint, first"),
        REPLICA_IDENTITY("the column is part of the table's replica identity", "set another replica identity first"),
        ROW_SECURITY(
                "the table's policies apply to the role that upgrades, which therefore may not see all rows",
                "upgrade as a role with BYPASSRLS, or as the table's owner and without FORCE ROW LEVEL SECURITY"),
        NO_PRIMARY_KEY(
                "the table has no primary key, along which its rows could be filled",
                "add one with addPrimaryKey in an earlier upgrade"),
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

    static UpgradeException notFitting(String label, String message) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "Cannot " + label,
                "an index, check or foreign key of the column does not fit the new type: " + message,
                "drop it before, and add one that fits after the change");
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
