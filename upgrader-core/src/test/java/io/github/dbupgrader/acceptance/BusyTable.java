package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.TimeoutSettings;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** The table {@code busy}, and a session that reads it in a transaction which stays open. */
final class BusyTable implements AutoCloseable {

    static final String ALTER = "alter table busy add column a int";

    /** Four tries or so. */
    static final TimeoutSettings SHORT = TimeoutSettings.defaults()
            .pace(Duration.ofMillis(50), Duration.ofMillis(50))
            .budgets(Duration.ofMillis(400), Duration.ofSeconds(20));

    private final Connection reader;

    BusyTable(TestDatabase database) throws SQLException {
        database.execute("create table busy (id int)");
        reader = database.connect();
        execute("set application_name = 'billing/2.3.0'");
        reader.setAutoCommit(false);
        read();
    }

    /** Executes something in the reader's transaction. */
    void execute(String sql) throws SQLException {
        execute(reader, sql);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Reads the table, and so locks it against being altered. */
    void read() throws SQLException {
        execute("select from busy");
    }

    /** Ends the reader's transaction. */
    void letGo() throws SQLException {
        reader.commit();
    }

    /** {@return what an error says of the reader} */
    String described() throws SQLException {
        return "session " + TestDatabase.pid(reader) + " (\"billing/2.3.0\"";
    }

    static DatabaseUpgrader upgrader(DataSource dataSource, Upgrade step, UpgradeListener listener) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.1.0")
                .timeouts(SHORT)
                .listener(listener)
                .register(step)
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    static DatabaseUpgrader upgrader(DataSource dataSource, Upgrade step) {
        return upgrader(dataSource, step, new UpgradeListener() {});
    }

    static StepFailedException failure(DatabaseUpgrader upgrader) {
        return assertThatThrownBy(upgrader::upgrade)
                .asInstanceOf(type(StepFailedException.class))
                .actual();
    }

    @Override
    public void close() throws SQLException {
        reader.rollback();
        reader.close();
    }
}
