package io.github.dbupgrader.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

@DatabaseTest
class FaultyDataSourceTest {
    @BeforeEach
    void createTable(TestDatabase database) {
        database.execute("create table done (step int)");
    }

    @Test
    void count_ofAWholeRun_isItsRoundTrips(TestDatabase database) throws SQLException {
        FaultyDataSource counting = faulty(database, Fault.THROW, 0);
        work(counting);
        assertThat(counting.count()).isEqualTo(6);
        assertThat(counting.fired()).isFalse();
    }

    @Test
    void throwing_atEveryRoundTrip_endsWithAnUndisturbedRun(TestDatabase database) throws SQLException {
        List<String> places = new ArrayList<>();
        int k = 1;
        while (true) {
            FaultyDataSource faulty = faulty(database, Fault.THROW, k++);
            try {
                work(faulty);
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo(FaultyDataSource.SQL_STATE);
                places.add(faulty.firedAt());
                continue;
            }
            assertThat(faulty.fired()).isFalse();
            break;
        }
        assertThat(places)
                .containsExactly(
                        "insert into done values (1)",
                        "insert into done values (?)",
                        "commit",
                        "insert into done values (3)",
                        "setAutoCommit",
                        "insert into done values (4)");
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "3, 0", "4, 2", "5, 2", "6, 3"})
    void killing_beforeARoundTrip_losesWhatWasNotCommitted(int k, int rows, TestDatabase database) {
        FaultyDataSource faulty = faulty(database, Fault.KILL_BACKEND, k);
        assertThatThrownBy(() -> work(faulty))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isIn("57P01", "08006", "08003"));
        assertThat(faulty.fired()).isTrue();
        assertThat(database.queryLong("select count(*) from done")).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource({"1, 137, 0", "5, 137, 2", "7, 0, 4"})
    void halting_beforeARoundTrip_endsTheJvm(int k, int exit, int rows, TestDatabase database) throws Exception {
        assertThat(childJvm(database, k)).isEqualTo(exit);
        database.execute("begin; lock table done; commit"); // waits for the orphaned backend
        assertThat(database.queryLong("select count(*) from done")).isEqualTo(rows);
    }

    @Test
    void getConnection_ofAStatement_isTheFaultyOne(TestDatabase database) throws SQLException {
        FaultyDataSource counting = faulty(database, Fault.THROW, 0);
        try (Connection connection = counting.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.getConnection()).isSameAs(connection).isEqualTo(connection);
        }
    }

    /** Entry point of the JVM that halts: k, URL, user, password. */
    public static void main(String[] arguments) throws SQLException {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(arguments[1]);
        dataSource.setUser(arguments[2]);
        dataSource.setPassword(arguments[3]);
        work(new FaultyDataSource(dataSource, dataSource, Fault.HALT, Integer.parseInt(arguments[0])));
    }

    private static int childJvm(TestDatabase database, int k) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FaultyDataSourceTest.class.getName(),
                        String.valueOf(k),
                        database.url(),
                        database.user(),
                        database.password())
                .inheritIO()
                .start()
                .waitFor();
    }

    private static FaultyDataSource faulty(TestDatabase database, Fault fault, int at) {
        return new FaultyDataSource(database.dataSource(), database.dataSource(), fault, at);
    }

    /** Six round trips: one transaction, another that autocommit ends, and a statement outside. */
    private static void work(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into done values (1)");
            try (PreparedStatement prepared = connection.prepareStatement("insert into done values (?)")) {
                prepared.setInt(1, 2);
                prepared.executeUpdate();
            }
            connection.commit();
            statement.executeUpdate("insert into done values (3)");
            connection.setAutoCommit(true);
            statement.execute("insert into done values (4)");
        }
    }
}
