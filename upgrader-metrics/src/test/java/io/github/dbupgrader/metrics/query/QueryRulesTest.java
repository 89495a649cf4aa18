package io.github.dbupgrader.metrics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code metrics 33}, {@code metrics 34}: what the tokens of a text tell, before anything is sent. */
class QueryRulesTest {
    private static final PostgresDialect POSTGRES = new PostgresDialect();

    @Test
    void hostileTexts_areEnough() {
        assertThat(Stream.of(HostileTexts.REFUSED, HostileTexts.STOPPED_BY_THE_SERVER, HostileTexts.HARMLESS)
                        .mapToInt(List::size)
                        .sum())
                .isGreaterThanOrEqualTo(60);
        assertThat(LegitimateTexts.COMMON.size() + LegitimateTexts.POSTGRES.size())
                .isGreaterThanOrEqualTo(60);
    }

    @Test
    void hostileTexts_areRefused() {
        for (String sql : HostileTexts.REFUSED) {
            QueryException refusal = catchThrowableOfType(QueryException.class, () -> POSTGRES.check(sql));
            assertThat(refusal).as(sql).isNotNull();
            assertThat(refusal.kind()).as(sql).isEqualTo(QueryException.Kind.REFUSED);
        }
    }

    @Test
    void legitimateTexts_areNot() {
        Stream.of(LegitimateTexts.COMMON, LegitimateTexts.POSTGRES, HostileTexts.HARMLESS)
                .flatMap(List::stream)
                .forEach(
                        sql -> assertThatCode(() -> POSTGRES.check(sql)).as(sql).doesNotThrowAnyException());
    }

    /** {@code metrics 21}: Turkish has another lower case for I. */
    @Test
    void words_areReadInAnyLocale() {
        Locale locale = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            hostileTexts_areRefused();
            assertThat(refusal("SELECT 1 INTO T").what()).isEqualTo("The SQL makes a table");
            assertThat(refusal("WITH D AS (INSERT INTO T VALUES (1) RETURNING 1) TABLE D")
                            .what())
                    .isEqualTo("The SQL changes data");
        } finally {
            Locale.setDefault(locale);
        }
    }

    @Test
    void reasons_areGiven() {
        assertThat(refusal("-- nothing").what()).isEqualTo("SQL query cannot be empty");
        assertThat(refusal("select 1; select 2").what()).isEqualTo("The SQL has more than one statement");
        assertThat(refusal("vacuum").what()).isEqualTo("The SQL is not a query");
        assertThat(refusal("with a as (select 1) delete from t").what()).isEqualTo("The SQL changes data");
        assertThat(refusal("select 1 into t").what()).isEqualTo("The SQL makes a table");
        assertThat(refusal("select 1 for update").what()).isEqualTo("The SQL locks rows");
        assertThat(refusal("select pg_read_file('x')").what()).isEqualTo("The SQL calls pg_read_file");
        assertThat(refusal("select 'x").what()).isEqualTo("The SQL is cut off");
    }

    @Test
    void tail_isCutOff() {
        assertThat(QueryRules.withoutTail("select 1 ; -- end")).isEqualTo("select 1");
        assertThat(QueryRules.withoutTail("select 'a;' /* b */ ;;")).isEqualTo("select 'a;'");
        assertThat(QueryRules.withoutTail("select 1")).isEqualTo("select 1");
    }

    private static QueryException refusal(String sql) {
        return catchThrowableOfType(QueryException.class, () -> POSTGRES.check(sql));
    }
}
