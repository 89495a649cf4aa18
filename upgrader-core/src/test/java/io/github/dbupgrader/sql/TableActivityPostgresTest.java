package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a look at a table tells before a lock of it is tried for. */
@DatabaseTest
@DisplayName("online 1, 3: the live look before a strong lock")
class TableActivityPostgresTest {

    private static final Duration ANY_AGE = Duration.ZERO;

    @BeforeEach
    void partitionedTable(TestDatabase database) {
        database.execute("create table reading (id int, at date) partition by range (at);"
                + " create table \"reading 2026\" partition of reading for values from ('2026-01-01') to ('2027-01-01');"
                + " insert into reading select n, '2026-05-01' from generate_series(1, 5000) n; analyze reading;"
                + " create table other (id int)");
    }

    private static TableActivity look(TestDatabase database, String table, Duration old) throws SQLException {
        try (Connection connection = database.connect()) {
            return TableActivity.at(connection, table, old);
        }
    }

    @Test
    void transactionAtAPartition_isInTheWayOfTheTable_ifItIsOld(TestDatabase database) throws SQLException {
        try (Connection reader = database.connect()) {
            reader.setAutoCommit(false);
            try (Statement statement = reader.createStatement()) {
                statement.execute("set application_name = 'billing/2.3.0'");
                statement.execute("select from \"reading 2026\" limit 1");
            }

            assertThat(look(database, "\"reading\"", ANY_AGE).inTheWay())
                    .singleElement()
                    .satisfies(session -> {
                        assertThat(session.pid()).isEqualTo(TestDatabase.pid(reader));
                        assertThat(session.applicationName()).isEqualTo("billing/2.3.0");
                    });
            assertThat(look(database, "reading", Duration.ofHours(1)).inTheWay())
                    .isEmpty();
            assertThat(look(database, "other", ANY_AGE).inTheWay()).isEmpty();
            reader.rollback();
        }
    }

    @Test
    void preparedTransactionAtAPartition_isInTheWay_ifItIsOld(TestDatabase database) throws SQLException {
        try (Connection writer = database.connect()) {
            writer.setAutoCommit(false);
            try (Statement statement = writer.createStatement()) {
                statement.execute("insert into \"reading 2026\" values (1, '2026-05-01')");
                statement.execute("prepare transaction 'order 12'");
            }
        }
        String owner = database.queryText("select current_user");

        assertThat(look(database, "reading", ANY_AGE).inTheWay())
                .singleElement()
                .satisfies(session -> assertThat(session.describe())
                        .startsWith("prepared transaction \"order 12\" (prepared by " + owner + ", since 20"));
        assertThat(look(database, "reading", Duration.ofHours(1)).inTheWay()).isEmpty();
        assertThat(look(database, "other", ANY_AGE).inTheWay()).isEmpty();
        database.execute("rollback prepared 'order 12'");
        assertThat(look(database, "reading", ANY_AGE).inTheWay()).isEmpty();
    }

    @Test
    void invalidIndexOfAPartition_isTold(TestDatabase database) throws SQLException {
        assertThat(catchThrowable(() ->
                        database.execute("create unique index concurrently broken_idx on \"reading 2026\" ((id % 7))")))
                .isNotNull();

        TableActivity activity = look(database, "reading", ANY_AGE);

        assertThat(activity.invalidIndexes()).containsExactly("broken_idx");
        assertThat(activity.bytes()).isBetween(50_000L, 10_000_000L);
    }

    @Test
    void partitionedTableWithoutRows_hasNoSize(TestDatabase database) throws SQLException {
        database.execute("create table bare (id int) partition by list (id); analyze bare");

        assertThat(look(database, "bare", ANY_AGE).bytes()).isZero();
    }

    @Test
    void tableThatIsNotThere_isCalm(TestDatabase database) throws SQLException {
        assertThat(look(database, "no_such_schema.reading", ANY_AGE))
                .isEqualTo(new TableActivity(List.of(), List.of(), 0));
    }
}
