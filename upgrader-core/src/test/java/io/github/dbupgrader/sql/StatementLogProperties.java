package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class StatementLogProperties {

    @Property(tries = 200)
    void everyExecutionIsInAnEntryOrOmitted(
            @ForAll @Size(max = 500) List<@IntRange(min = 0, max = 400) Integer> texts) {
        StatementLog log = new StatementLog(true);
        texts.forEach(t -> log.succeeded("s" + t, 1 + t % 3, 1, 1));

        long listed = log.entries().stream().mapToLong(ExecutedStatement::times).sum();
        assertThat(listed + log.omitted()).isEqualTo(log.count());
        assertThat(log.entries()).hasSizeLessThanOrEqualTo(200);
        for (int i = 1; i < log.entries().size(); i++) {
            assertThat(log.entries().get(i).text())
                    .isNotEqualTo(log.entries().get(i - 1).text());
        }
    }
}
