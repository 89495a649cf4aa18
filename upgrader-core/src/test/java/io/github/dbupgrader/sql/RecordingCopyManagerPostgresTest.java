package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.sql.ObservedConnection.Guard;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;
import org.postgresql.copy.PGCopyOutputStream;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.ByteStreamWriter;

@DatabaseTest
@DisplayName("upgrades 66: COPY is recorded")
class RecordingCopyManagerPostgresTest {

    private static final String IN = "copy t from stdin";
    private static final String OUT = "copy t to stdout";

    private final StatementLog log = new StatementLog(true);
    private Connection physical;
    private Connection connection;
    private CopyManager copy;

    @BeforeEach
    void open(TestDatabase database) throws SQLException {
        database.execute("create table t (a int primary key)");
        physical = database.connect();
        connection = ObservedConnection.observe(physical, log, Guard.TRANSACTION);
        copy = connection.unwrap(PGConnection.class).getCopyAPI();
    }

    @AfterEach
    void close() throws SQLException {
        physical.close();
    }

    private void assertRan(String... entries) {
        assertThat(log.entries())
                .map(e -> e.times() + "x" + e.rows() + " " + e.text())
                .containsExactly(entries);
    }

    @Test
    void copyIn_everyWay() throws SQLException, IOException {
        assertThat(copy.copyIn(IN, new StringReader("1\n2\n"))).isEqualTo(2);
        assertThat(copy.copyIn(IN, new ByteArrayInputStream("3\n".getBytes(StandardCharsets.UTF_8))))
                .isOne();
        assertThat(copy.copyIn(IN, ByteStreamWriter.of(ByteBuffer.wrap("4\n".getBytes(StandardCharsets.UTF_8)))))
                .isOne();
        try (PGCopyOutputStream out = new PGCopyOutputStream(copy.copyIn(IN))) {
            out.write("5\n".getBytes(StandardCharsets.UTF_8));
        }
        assertRan("4x5 " + IN);
    }

    @Test
    void copyOut_everyWay() throws SQLException, IOException {
        copy.copyIn(IN, new StringReader("1\n2\n"));
        StringWriter text = new StringWriter();
        assertThat(copy.copyOut(OUT, text)).isEqualTo(2);
        assertThat(copy.copyOut(OUT, new ByteArrayOutputStream())).isEqualTo(2);
        CopyOut out = copy.copyOut("copy (select 1) to stdout");
        while (out.readFromCopy() != null) {}

        assertThat(text).hasToString("1\n2\n");
        assertRan("1x2 " + IN, "2x4 " + OUT, "1x1 copy (select 1) to stdout");
    }

    @Test
    void cancelled_isRecordedWithoutRows() throws SQLException {
        CopyIn in = copy.copyIn(IN);
        in.writeToCopy("1\n".getBytes(StandardCharsets.UTF_8), 0, 2);
        in.cancelCopy();

        assertThat(in.toString()).isEqualTo("observed " + IN);
        assertRan("1x0 " + IN);
    }

    @Test
    void failing_atTheStartOrAtTheEnd() {
        assertThatThrownBy(() -> copy.copyIn("copy nowhere from stdin")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> copy.copyIn(IN, new StringReader("1\n1\n"))).isInstanceOf(SQLException.class);

        assertThat(log.firstFailure()).map(FailedStatement::text).contains("copy nowhere from stdin");
        assertThat(log.lastFailure()).map(FailedStatement::text).contains(IN);
        assertThat(log.count()).isEqualTo(2);
    }

    @Test
    void unwrap_toEitherInterface_isObserved() throws SQLException, IOException {
        BaseConnection base = connection.unwrap(BaseConnection.class);
        base.getCopyAPI().copyIn(IN, new StringReader("1\n"));
        // Made by hand it works, though nobody sees it.
        new CopyManager(base).copyIn(IN, new StringReader("2\n"));

        assertThat(connection.isWrapperFor(BaseConnection.class)).isTrue();
        assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
        assertRan("1x1 " + IN);
    }
}
