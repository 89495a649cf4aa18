package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("upgrades 66: the statements of a step")
class StatementLogTest {

    private final StatementLog log = new StatementLog(true);

    @Test
    void entries_equalNeighboursMerge() {
        log.succeeded("a", 1, 2, 10);
        log.succeeded("a", 3, 4, 20);
        log.succeeded("b", 1, 0, 5);
        log.succeeded("a", 1, 1, 1);

        assertThat(log.entries())
                .containsExactly(
                        new ExecutedStatement("a", 4, 6, Duration.ofNanos(30)),
                        new ExecutedStatement("b", 1, 0, Duration.ofNanos(5)),
                        new ExecutedStatement("a", 1, 1, Duration.ofNanos(1)));
        assertThat(log.count()).isEqualTo(6);
        assertThat(log.omitted()).isZero();
    }

    @Test
    void entries_rowsReadLaterAreAdded() {
        log.succeeded("select", 1, 0, 1).addAndGet(7);

        assertThat(log.entries()).extracting(ExecutedStatement::rows).containsExactly(7L);
    }

    @Test
    void entries_atMost200_theRestCounted() {
        for (int i = 0; i < 201; i++) {
            log.succeeded("s" + i, 1, 0, 0);
        }
        log.succeeded("s200", 2, 0, 0);
        log.succeeded("s199", 4, 0, 0);

        assertThat(log.entries()).hasSize(200);
        assertThat(log.entries().get(199)).extracting(ExecutedStatement::times).isEqualTo(1L);
        assertThat(log.omitted()).isEqualTo(7);
        assertThat(log.count()).isEqualTo(207);
    }

    @Test
    void entries_the200thStillMerges() {
        for (int i = 0; i < 200; i++) {
            log.succeeded("s" + i, 1, 0, 0);
        }
        log.succeeded("s199", 2, 0, 0);

        assertThat(log.entries().get(199).times()).isEqualTo(3);
        assertThat(log.omitted()).isZero();
    }

    @Test
    void text_atMost8KiB_withoutHalfACharacter() {
        log.succeeded("ä".repeat(4_000) + "😀".repeat(1_000), 1, 0, 0);

        String text = log.entries().get(0).text();
        assertThat(text).isEqualTo("ä".repeat(4_000) + "😀".repeat(48) + " … (1904 more characters)");
        assertThat("ä".repeat(4_000) + "😀".repeat(48))
                .satisfies(kept ->
                        assertThat(kept.getBytes(StandardCharsets.UTF_8)).hasSize(8 * 1024));
    }

    @Test
    void text_of8KiB_staysWhole() {
        log.succeeded("x".repeat(8 * 1024), 1, 0, 0);

        assertThat(log.entries().get(0).text()).hasSize(8 * 1024);
    }

    @Test
    void text_isMaskedBeforeItIsCut_andKeepsWhiteSpace() {
        log.succeeded("alter role x\n  password '" + "s".repeat(9_000) + "'", 1, 0, 0);

        assertThat(log.entries().get(0).text()).isEqualTo("alter role x\n  password '***'");
    }

    @Test
    void failures_firstAndLast_areEntriesToo() {
        SQLException first = new SQLException("1");
        SQLException last = new SQLException("2");
        log.failed("a password 'x'", first, 5);
        log.failed("b", last, 6);

        assertThat(log.firstFailure()).contains(new FailedStatement("a password '***'", first, Duration.ofNanos(5)));
        assertThat(log.lastFailure()).contains(new FailedStatement("b", last, Duration.ofNanos(6)));
        assertThat(log.entries()).extracting(ExecutedStatement::text).containsExactly("a password '***'", "b");
        assertThat(log.count()).isEqualTo(2);
    }

    @Test
    void withoutTexts_countsOnly_andKeepsTheFailure() {
        StatementLog counting = new StatementLog(false);
        counting.succeeded("Prepare p as select 1", 2, 0, 0);
        counting.failed("b", new SQLException(), 0);

        assertThat(counting.entries()).isEmpty();
        assertThat(counting.count()).isEqualTo(3);
        assertThat(counting.omitted()).isEqualTo(3);
        assertThat(counting.firstFailure()).map(FailedStatement::text).contains("b");
        assertThat(counting.mentionsPrepare()).isTrue();
    }

    @Test
    void mentionsPrepare_notYet() {
        log.succeeded("select 1", 1, 0, 0);

        assertThat(log.mentionsPrepare()).isFalse();
    }
}
