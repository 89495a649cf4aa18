package io.github.dbupgrader.examples.wildlife.upgrades;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.examples.wildlife.testing.DatabaseDump;
import io.github.dbupgrader.examples.wildlife.testing.Run;
import io.github.dbupgrader.examples.wildlife.testing.TestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class RollbackTest {

    @Test
    void upDownUp_givesSchemaAndDataOfEachVersionAgain() {
        String url = TestServer.newDatabase();
        assertThat(Run.on(url, "upgrade", "--from", "0.9.0", "--to", "1.0.0").exitCode())
                .isZero();
        String first = DatabaseDump.of(url);
        assertThat(Run.on(url, "upgrade").exitCode()).isZero();
        String last = DatabaseDump.of(url);

        Run down = Run.on(url, "rollback", "--to", "1.0.0");

        assertThat(down.err()).isEmpty();
        assertThat(down.exitCode()).isZero();
        assertThat(down.out()).contains("1.6.0 -> 1.0.0 in");
        assertThat(DatabaseDump.of(url).equals(first))
                .as("same as the first 1.0.0")
                .isTrue();
        Run status = Run.on(url, "status");
        assertThat(status.exitCode()).isEqualTo(3);
        assertThat(status.out()).contains("recorded         1.0.0", "compatible from  1.0.0");

        assertThat(Run.on(url, "upgrade").exitCode()).isZero();
        assertThat(DatabaseDump.of(url).equals(last))
                .as("same as the first 1.6.0")
                .isTrue();
        assertThat(last).isNotEqualTo(first);
    }
}
