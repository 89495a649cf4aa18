package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long statements may wait that take one lock after the other. */
@DatabaseTest
class LocksInTurnTest {

    private static final String NOTE =
            "insert into seen select setting::int from pg_settings where name = 'lock_timeout'";

    private static List<Integer> seen(TestDatabase database, String timeout) throws Exception {
        database.execute("create table seen (timeout int)");
        try (Handle handle = Jdbi.create(database.dataSource()).open()) {
            handle.begin();
            handle.execute("set local lock_timeout = " + timeout);
            LockOrder.inTurn(handle, List.of(NOTE, NOTE, NOTE));
            handle.execute(NOTE);
            handle.commit();
        }
        return database.query("select timeout from seen order by ctid", row -> row.getInt(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"60000", "'1min'"})
    @DisplayName(
            "online 4: who holds a lock waits for all others together no longer than for one, and the setting is as before then")
    void inTurn_limit_isShared(String timeout, TestDatabase database) throws Exception {
        List<Integer> seen = seen(database, timeout);

        assertThat(seen).hasSize(4).startsWith(60_000).endsWith(60_000);
        assertThat(seen.get(1)).isBetween(1, 59_999);
        assertThat(seen.get(2)).isBetween(1, seen.get(1));
    }

    @Test
    void inTurn_noLimit_staysSo(TestDatabase database) throws Exception {
        assertThat(seen(database, "0")).containsExactly(0, 0, 0, 0);
    }
}
