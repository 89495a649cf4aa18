package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;

/** The errors of this package, each text in one place. */
final class SchemaErrors {

    private SchemaErrors() {}

    static UpgradeException backfillInFollowUp(String change) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The change \"" + change + "\" cannot follow a backfill",
                "it contains a backfill of its own",
                "declare it in the upgrade, behind the backfill");
    }

    static UpgradeException indexWithoutKeys(String index) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The index " + index + " has no keys",
                "an index is on at least one column or expression",
                "add .on(\"column\") to it");
    }

    static UpgradeException noSuchTable(TableName table, String index) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "The index " + index + " cannot be built on " + table,
                "there is no table or materialized view of that name"
                        + (table.schema().isPresent() ? "" : " on the search_path"),
                table.schema().isPresent()
                        ? "correct the name"
                        : "correct the name, or name the schema: schema().table(\"schema\", \"table\")");
    }

    static UpgradeException partitionedTable(TableName table, String index) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "The index " + index + " cannot become a constraint of " + table,
                "the table is partitioned, and PostgreSQL takes no index for a constraint there",
                "make it a unique index with createIndexConcurrently, or add the constraint while nobody writes");
    }

    static UpgradeException foreignPartition(TableName table, String index, String partition) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "The index " + index + " cannot be built on " + table,
                "its partition " + partition + " is a foreign table, which has no indexes",
                "build the index on each of the other partitions");
    }

    static UpgradeException unsoundServer(TableName table, String index) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "The index " + index + " cannot be built concurrently on " + table,
                "PostgreSQL 14.0 to 14.3 can leave rows out of such an index",
                "update the server to 14.4 or later");
    }

    static UpgradeException notATable(TableName table, String index) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "The index " + index + " cannot be built on " + table,
                "it is neither a table nor a materialized view",
                "name the table whose rows are to be indexed");
    }

    static UpgradeException nameTaken(TableName table, String index) {
        return new UpgradeException(
                ErrorCode.INDEX_CONFLICT,
                "The index " + index + " cannot be built on " + table,
                "something else of that name exists in the table's schema, and it is not an index of this table",
                "give the index another name");
    }

    static UpgradeException otherDefinition(TableName table, String index, String found, String wanted) {
        return new UpgradeException(
                ErrorCode.INDEX_CONFLICT,
                "The index " + index + " exists on " + table + " with another definition",
                "it is \"" + found + "\" and the upgrade asks for \"" + wanted + "\"",
                "give the new index another name, or drop the old one in an earlier upgrade");
    }

    static UpgradeException stillInvalid(TableName table, String index) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "The index " + index + " on " + table + " is not valid after it was built",
                "something dropped or changed it in the meantime",
                "find out what else works on this table, and start again");
    }
}
