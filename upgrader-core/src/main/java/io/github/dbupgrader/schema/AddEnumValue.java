package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.Literal;
import io.github.dbupgrader.step.SubStep;
import java.util.List;

/**
 * Adds a value at the end of an enum type.
 *
 * <p>In a transaction the value could not be used before its commit, and nothing takes it back, so it is a sub-step of its own that bears to run again.
 */
final class AddEnumValue implements SchemaChange {

    private final TableName type;
    private final String value;

    AddEnumValue(TableName type, String value) {
        this.type = type;
        this.value = value;
    }

    @Override
    public String description() {
        return "add value " + value + " to enum " + type;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.low("no table is locked")
                .services(
                        "write the value only when all readers know it",
                        "know the value before writers write it",
                        "know the value before writers write it",
                        ImpactProfile.UPGRADE_READERS_WRITERS)
                .rollback("none: PostgreSQL cannot take a value back")
                .aboutType(type);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        String statement = "alter type " + type.quoted() + " add value if not exists " + Literal.quote(value);
        return List.of(Parts.withoutRevert(
                Parts.repeatable(description(), handle -> Ddl.run(handle, statement), Parts.NOTHING, statement)));
    }
}
