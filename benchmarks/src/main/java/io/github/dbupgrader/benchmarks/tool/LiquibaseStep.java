package io.github.dbupgrader.benchmarks.tool;

import java.sql.SQLException;
import java.sql.Statement;
import liquibase.change.custom.CustomTaskChange;
import liquibase.database.Database;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.CustomChangeException;
import liquibase.exception.ValidationErrors;
import liquibase.resource.ResourceAccessor;

/** One Java change of Liquibase, told by its changelog which statement to send. */
public final class LiquibaseStep implements CustomTaskChange {

    private String sql = "";

    /**
     * Sets the statement; Liquibase calls it for the parameter of that name.
     *
     * @param sql the statement
     */
    public void setSql(String sql) {
        this.sql = sql;
    }

    @Override
    public void execute(Database database) throws CustomChangeException {
        try (Statement statement = ((JdbcConnection) database.getConnection())
                .getUnderlyingConnection()
                .createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new CustomChangeException(e);
        }
    }

    @Override
    public String getConfirmationMessage() {
        return "done";
    }

    @Override
    public void setUp() {
        // nothing to set up
    }

    @Override
    public void setFileOpener(ResourceAccessor resourceAccessor) {
        // reads no file
    }

    @Override
    public ValidationErrors validate(Database database) {
        return new ValidationErrors();
    }
}
