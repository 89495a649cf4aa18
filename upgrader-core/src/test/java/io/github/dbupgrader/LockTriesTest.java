package io.github.dbupgrader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockTriesTest {

    @ParameterizedTest
    @DisplayName(
            "online 1: before another try of what waits for readers too, the end of long transactions is waited for")
    @ValueSource(
            strings = {
                "alter table busy add column a int",
                "  ALTER TABLE busy\n  ALTER COLUMN a SET NOT NULL",
                "alter table busy alter column a set default 1",
                "drop table busy",
                "truncate busy",
                "lock table busy in access exclusive mode"
            })
    void statement_thatWaitsForReaders_isKnown(String statement) {
        assertThat(LockTries.waitsForReaders(statement)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("online 1: what can be done beside readers does not wait for their end")
    @ValueSource(
            strings = {
                "alter table busy validate constraint busy_check",
                "alter table busy attach partition busy_1 for values in (1)",
                "alter table busy add constraint busy_fk foreign key (a) references other not valid",
                "alter table busy alter column a set statistics 1000",
                "alter table busy set (fillfactor = 70)",
                "alter table busy disable trigger noted",
                "lock table busy in share row exclusive mode",
                "create index on busy (a)",
                "update busy set a = 1",
                "select 1"
            })
    void statement_besideReaders_isKnown(String statement) {
        assertThat(LockTries.waitsForReaders(statement)).isFalse();
    }
}
