package io.github.dbupgrader.benchmarks.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;

/** Liquibase with an XML changelog whose change sets are Java changes. */
public final class LiquibaseTool implements Tool {

    /** Its name in the tables. */
    public static final String NAME = "Liquibase";

    private static final String CHANGELOG = "changelog.xml";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Path build(Steps steps) throws IOException {
        Path directory = Files.createTempDirectory("liquibase");
        Files.writeString(directory.resolve(CHANGELOG), changelog(steps));
        return directory;
    }

    @Override
    public Start open(Path directory, Steps steps) throws IOException {
        return dataSource -> {
            // as in an application, the files stay where they are: nothing that needs closing
            ResourceAccessor files = new DirectoryResourceAccessor(directory);
            Scope.child(Scope.Attr.ui, new LoggerUIService(), () -> update(dataSource, files));
        };
    }

    /** With its messages to the log rather than to the terminal, or they would be measured too. */
    private static void update(DataSource dataSource, ResourceAccessor files) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            try (Liquibase liquibase = new Liquibase(CHANGELOG, files, database)) {
                liquibase.setShowSummary(UpdateSummaryEnum.OFF);
                liquibase.update(new Contexts(), new LabelExpression());
            }
        }
    }

    @Override
    public Tool alone() {
        ClassLoader loader = Isolated.loader();
        return new Tool() {
            @Override
            public String name() {
                return NAME;
            }

            @Override
            public Path build(Steps steps) throws IOException {
                return LiquibaseTool.this.build(steps);
            }

            @Override
            public Start open(Path built, Steps steps) {
                return Isolated.open(loader, LiquibaseTool.class, built, steps);
            }
        };
    }

    private static String changelog(Steps steps) {
        StringBuilder xml = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                      http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                """);
        for (int i = 1; i <= steps.count(); i++) {
            xml.append("""
                      <changeSet id="%s" author="team">
                        <customChange class="%s"><param name="sql" value="%s"/></customChange>
                      </changeSet>
                    """.formatted(
                    Steps.version(i), LiquibaseStep.class.getName(), steps.sql().get(i - 1)));
        }
        return xml.append("</databaseChangeLog>\n").toString();
    }
}
