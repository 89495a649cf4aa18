package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.dbupgrader.schema.Impact.Client;
import io.github.dbupgrader.schema.Impact.Complexity;
import io.github.dbupgrader.schema.Impact.DatabaseObject;
import io.github.dbupgrader.schema.Impact.Dependent;
import io.github.dbupgrader.schema.Impact.Downtime;
import io.github.dbupgrader.schema.Impact.Surroundings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each change says of itself, before anybody has looked at a database: the schema change guide's tables. */
class ImpactProfileTest {

    private static final Surroundings NOWHERE = new Surroundings(Optional.empty(), List.of(), List.of());

    /** One of each; a new change has to come in here. */
    private static Map<String, SchemaChange> changes() {
        TableChanges table = SchemaChanges.table("reading");
        Index index = Index.named("reading_idx").on("wh");
        RenameColumn rename = table.renameColumn("wh", "watt_hours");
        Map<String, SchemaChange> all = new LinkedHashMap<>();
        all.put("add nullable column", table.addColumn("kwh", "numeric"));
        all.put("add required column", table.addRequiredColumn("kwh", "numeric", "wh / 1000.0"));
        all.put("rename column", rename.expand());
        all.put("contract", rename.contract());
        all.put("revert", rename.revert());
        RenameTable renameTable = table.renameTo("measurement");
        all.put("rename table", renameTable.expand());
        all.put("contract table", renameTable.contract());
        all.put("revert table", renameTable.revert());
        all.put("change type", table.changeType("wh", "bigint").expand());
        RenameColumnThroughView renameThroughView = table.renameColumnThroughView("wh", "watt_hours");
        all.put("rename column through view", renameThroughView.expand());
        all.put("drop column", table.dropColumn("wh"));
        all.put("add table", SchemaChanges.createTable("well", "create table well (id int primary key)"));
        all.put("drop table", SchemaChanges.dropTable("reading"));
        all.put("add view", SchemaChanges.createView("v_reading", "select wh from reading"));
        all.put("replace view", SchemaChanges.replaceView("v_reading", "select id from reading"));
        all.put("set not null", table.setNotNull("wh"));
        all.put("drop not null", table.dropNotNull("wh"));
        all.put("set default", table.setDefault("wh", "0"));
        all.put("create index", table.createIndexConcurrently(index));
        all.put("drop index", table.dropIndexConcurrently(index));
        all.put(
                "replace index",
                table.replaceIndex(index, Index.named("reading_idx2").on("wh", "id")));
        all.put("add check", table.addCheck("positive", "wh > 0"));
        all.put(
                "add foreign key",
                table.addForeignKey(ForeignKey.named("of_device", "device_id").references("device", "id")));
        all.put("add key", table.addUnique("reading_key", "wh"));
        all.put("validate", table.validateConstraint("positive"));
        all.put("drop constraint", table.dropConstraint("positive"));
        all.put("add enum value", SchemaChanges.addEnumValue("unit", "MWh"));
        all.put(
                "sql",
                SchemaChanges.sql("tell it", "comment on table reading is 'x'", "comment on table reading is null"));
        return all;
    }

    static Stream<SchemaChange> all() {
        return changes().values().stream();
    }

    private static Impact impact(SchemaChange change) {
        return change.impactProfile().in(change.description(), NOWHERE);
    }

    @Test
    void changes_areAllHere() {
        List<String> classes = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(SchemaChange.class.getPackageName())
                        .stream()
                        .filter(c -> c.isAssignableTo(SchemaChange.class) && !c.isInterface())
                        .map(JavaClass::getSimpleName)
                        .toList();

        assertThat(all().map(c -> c.getClass().getSimpleName()).distinct())
                .containsExactlyInAnyOrderElementsOf(classes);
    }

    @ParameterizedTest
    @MethodSource("all")
    void profile_saysEverything_inTextAndJson(SchemaChange change) throws Exception {
        Impact impact = impact(change);

        assertThat(List.of(
                        impact.avoidance(), impact.writers(), impact.readers(), impact.dashboards(), impact.rollback()))
                .allSatisfy(
                        clause -> assertThat(clause).matches("[A-Za-z].*[^.]").doesNotContain("\n", "  "));
        assertThat(impact.deploymentOrder()).isNotEmpty().doesNotContain("");
        assertThat(impact.downtime() == Downtime.NONE).isEqualTo(impact.complexity() == Complexity.LOW);
        assertThat(impact.toText().lines())
                .hasSize(8
                        + Math.max(1, impact.locks().size())
                        + impact.deploymentOrder().size())
                .allMatch(line -> line.equals(change.description()) || line.startsWith("  "));
        JsonNode json = new ObjectMapper().readTree(impact.toJson());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "change",
                        "complexity",
                        "downtime",
                        "avoidance",
                        "locks",
                        "writers",
                        "readers",
                        "dashboards",
                        "deploymentOrder",
                        "rollback",
                        "object",
                        "dependents",
                        "clients");
        assertThat(json.get("locks")).hasSameSizeAs(impact.locks());
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("the guide's table of complexity and downtime")
    @CsvSource({
        "add nullable column, LOW, NONE",
        "add required column, MEDIUM, NONE_WITH_COORDINATION",
        "rename column, HIGH, NONE_WITH_COORDINATION",
        "drop column, MEDIUM, NONE_WITH_COORDINATION",
        "add table, MEDIUM, NONE_WITH_COORDINATION",
        "add view, LOW, NONE",
        "replace view, LOW, NONE"
    })
    void profile_asTheGuideSays(String kind, Complexity complexity, Downtime downtime) {
        Impact impact = impact(changes().get(kind));

        assertThat(impact.complexity()).isEqualTo(complexity);
        assertThat(impact.downtime()).isEqualTo(downtime);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("the guide's order: readers before writers for what comes, all services before what goes")
    @CsvSource({
        "add nullable column, this upgrade, services that write",
        "add table, this upgrade, services that write",
        "add view, this upgrade, services that write",
        "rename column, this upgrade, the upgrade with contract()",
        "drop column, all services that use it, 'this upgrade, of a later version'",
        "contract, all services that use it, 'this upgrade, of a later version'"
    })
    void order_asTheGuideSays(String kind, String first, String last) {
        assertThat(impact(changes().get(kind)).deploymentOrder())
                .startsWith(first)
                .endsWith(last);
    }

    @Test
    void json_ofNamesWithQuotesAndTheLike_isRead() throws Exception {
        String name = "public.\"a\\b\t\u0001\nß\uD83D\uDE00\"";
        Surroundings here = new Surroundings(
                Optional.of(new DatabaseObject("table", name, Optional.empty(), 8192)),
                List.of(new Dependent("view", name, true)),
                List.of(new Client(name, 2, 1)));

        JsonNode json = new ObjectMapper()
                .readTree(SchemaChanges.dropTable("t")
                        .impactProfile()
                        .in(name, here)
                        .toJson());

        assertThat(json.get("change").textValue()).isEqualTo(name);
        assertThat(json.get("object").get("name").textValue()).isEqualTo(name);
        assertThat(json.get("object").get("rows").isNull()).isTrue();
        assertThat(json.get("object").get("bytes").longValue()).isEqualTo(8192);
        assertThat(json.get("dependents").get(0).get("byText").booleanValue()).isTrue();
        assertThat(json.get("clients").get(0).get("applicationName").textValue())
                .isEqualTo(name);
    }
}
