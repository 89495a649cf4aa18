package io.github.dbupgrader.benchmarks.tool;

import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/** Flyway with Java migrations that are given to it, so that it has no class path to scan. */
public final class FlywayTool implements Tool {

    /** Its name in the tables. */
    public static final String NAME = "Flyway";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Start open(Path built, Steps steps) {
        List<JavaMigration> migrations = new ArrayList<>();
        for (int i = 1; i <= steps.count(); i++) {
            migrations.add(new Step(Steps.version(i), steps.sql().get(i - 1)));
        }
        JavaMigration[] all = migrations.toArray(JavaMigration[]::new);
        return dataSource -> Flyway.configure()
                .dataSource(dataSource)
                .locations(new String[0])
                .javaMigrations(all)
                .load()
                .migrate();
    }

    /** It keeps its lock on a connection of its own. */
    @Override
    public int connections() {
        return 2;
    }

    /** One migration; the name that Flyway would read the version from does not matter, since it is asked. */
    private static final class Step extends BaseJavaMigration {

        private final MigrationVersion number;
        private final String sql;

        Step(String version, String sql) {
            this.number = MigrationVersion.fromVersion(version);
            this.sql = sql;
        }

        @Override
        protected void init() {
            // nothing to read from the class name
        }

        @Override
        public MigrationVersion getVersion() {
            return number;
        }

        @Override
        public String getDescription() {
            return "step " + number;
        }

        @Override
        public void migrate(Context context) throws Exception {
            try (Statement statement = context.getConnection().createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
