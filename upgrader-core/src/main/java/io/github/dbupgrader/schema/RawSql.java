package io.github.dbupgrader.schema;

import io.github.dbupgrader.sql.SqlScript;
import io.github.dbupgrader.step.SubStep;
import java.util.List;

/** Statements that somebody wrote, in one transaction, with those that undo them. */
final class RawSql implements SchemaChange {

    private final String description;
    private final SqlScript statements;
    private final SqlScript revert;

    RawSql(String description, String statements, String revert) {
        this.description = description;
        this.statements = SqlScript.parse(description, statements);
        this.revert = SqlScript.parse(description + " (revert)", revert);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.unknown("nobody but the author knows what the statements do")
                .accessExclusive("whatever the statements name", "at worst, until they are done")
                .services(
                        "as the statements require",
                        "as the statements require",
                        "as the statements require",
                        List.of("as the statements require"))
                .rollback("the statements that were given for it are run");
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        return List.of(Parts.transaction(
                description,
                handle -> statements.run(handle.getConnection()),
                handle -> revert.run(handle.getConnection()),
                statements.statements().toString(),
                revert.statements().toString()));
    }
}
