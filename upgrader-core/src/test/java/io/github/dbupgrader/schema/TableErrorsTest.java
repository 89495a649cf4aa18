package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import java.sql.SQLException;
import java.util.List;

public class TableErrorsTest implements PinnedTexts {

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(TableErrors.class)
                .text(
                        TableErrors.exists("create table water"),
                        "UPG-705 The change \"create table water\" cannot be made: a table, view or other relation of that"
                                + " name exists. Fix: give the new one another name, or drop the old one before.")
                .text(
                        TableErrors.notCreated("create table water", TableName.of("water")),
                        "UPG-705 The change \"create table water\" cannot be made: after its statements there is no water."
                                + " Fix: write a CREATE TABLE or CREATE VIEW of exactly that name and schema into them.")
                .text(
                        TableErrors.needed("drop table water", List.of("view seen")),
                        "UPG-705 The change \"drop table water\" cannot be made: it is needed by view seen. Fix: change or"
                                + " drop those before, in the same upgrade or an earlier one.")
                .text(
                        TableErrors.noSuchView("replace view v", TableName.of("v")),
                        "UPG-705 The change \"replace view v\" cannot be made: there is no view v on the search_path. Fix: correct"
                                + " the name, or name the schema too.")
                .text(
                        TableErrors.noSuchView("replace view side.v", TableName.of("side", "v")),
                        "UPG-705 The change \"replace view side.v\" cannot be made: there is no view side.v. Fix: correct the"
                                + " name, or create it with createView.")
                .text(
                        TableErrors.notAView("replace view t", TableName.of("t")),
                        "UPG-705 The change \"replace view t\" cannot be made: t is neither a view nor a materialized view. Fix:"
                                + " name the view that is meant, or give the new one another name.")
                .text(
                        TableErrors.notReproducible("replace view v", List.of("function f()", "rule r on t")),
                        "UPG-705 The change \"replace view v\" cannot be made: the view and those on it are dropped and made again,"
                                + " as columns do not only come at the end, and these would be lost: function f(), rule r on t."
                                + " Fix: drop them before and make them again afterwards, in the same upgrade, or only append"
                                + " columns.")
                .text(
                        TableErrors.dependantDoesNotFit(
                                "replace view v",
                                "view public.w",
                                new SQLException("ERROR: column v.a does not exist\n  Position: 9", "42703")),
                        "UPG-705 The change \"replace view v\" cannot be made: the view public.w reads the view, and does not fit"
                                + " the new one: ERROR: column v.a does not exist. Fix: replace or drop that one before, in the"
                                + " same upgrade.")
                .text(
                        TableErrors.sameName("rename table t to t"),
                        "UPG-107 The change \"rename table t to t\" cannot be made: the old and the new name are the same. Fix:"
                                + " give the table another name.")
                .text(
                        TableErrors.rowSecurity("rename table t to u"),
                        "UPG-705 The change \"rename table t to u\" cannot be made: the table has row level security, and before"
                                + " PostgreSQL 15 a view under its old name would show rows that the policies hide. Fix: rename"
                                + " it on PostgreSQL 15 or later, or with a short outage.")
                .text(
                        TableErrors.rowSecurityAndColumnRights("rename table t to u"),
                        "UPG-705 The change \"rename table t to u\" cannot be made: the table has row level security and rights on"
                                + " single columns, and a view under its old name that keeps to the policies asks for rights on every"
                                + " column. Fix: give the roles rights on the whole table, or rename it with a short outage.")
                .text(
                        TableErrors.columnsInTransition("rename table t to u"),
                        "UPG-705 The change \"rename table t to u\" cannot be made: a rename or change of type of one of its"
                                + " columns is not finished. Fix: contract or revert that one first.")
                .text(
                        TableErrors.notRenamed("contract: rename table t to u", TableName.of("t")),
                        "UPG-705 The change \"contract: rename table t to u\" cannot be made: t is not a view on the renamed"
                                + " table alone. Fix: declare expand() in an earlier version, and leave the view as expand() made"
                                + " it.")
                .text(
                        TableErrors.contracted("revert: rename table t to u"),
                        "UPG-705 The change \"revert: rename table t to u\" cannot be made: the rename is contracted, and the old"
                                + " name is gone. Fix: rename the table back in a new upgrade.")
                .text(
                        TableErrors.namedInFunctions("contract: rename table t to u", List.of("f()")),
                        "UPG-705 The change \"contract: rename table t to u\" cannot be made: the old name is in the body of f()."
                                + " Fix: change them; if they mean something else of that name, say so with"
                                + " ignoringFunction(\"name\").")
                .text(
                        TableErrors.sessions("contract: rename table t to u", List.of("energy-api/1.0.0")),
                        "UPG-705 The change \"contract: rename table t to u\" cannot be made: sessions that may still use the old"
                                + " name are connected: energy-api/1.0.0. Fix: deploy the newer version of these services"
                                + " everywhere, close such sessions, and start again.");
    }
}
