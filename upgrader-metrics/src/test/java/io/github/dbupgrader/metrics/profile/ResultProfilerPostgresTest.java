package io.github.dbupgrader.metrics.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.metrics.model.ColumnMetadata;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@code metrics 27}, and wide results. */
@DatabaseTest
class ResultProfilerPostgresTest {

    @Test
    void aCellThatCannotBeDecoded_makesItsColumnText(TestDatabase database) throws SQLException {
        ResultColumn strict = new ResultColumn("n", ColumnType.INT8, "int8", (row, column) -> {
            long value = row.getLong(column);
            if (value == 3) {
                throw new DateTimeException("3 is no value");
            }
            return row.wasNull() ? null : value;
        });
        ResultColumn plain = new ResultColumn("m", ColumnType.INT8, "int8", (row, column) -> row.getLong(column));
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select case when n <> 5 then n end, n from generate_series(1, 6) as n")) {
            ResultProfiler profiler = new ResultProfiler(List.of(strict, plain));
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(profiler.row(rows).toString());
            }
            assertThat(texts)
                    .containsExactly("[1, 1]", "[2, 2]", "[\"3\", 3]", "[\"4\", 4]", "[null, 5]", "[\"6\", 6]");
            ColumnMetadata metadata = profiler.metadata().build().columns().get(0);
            assertThat(metadata.type()).isEqualTo("other");
            assertThat(metadata.minValue().isNull()).isTrue();
            assertThat(metadata.fact("null_count").longValue()).isEqualTo(1);
            assertThat(metadata.fact("unique_is_exact").booleanValue()).isFalse();
            assertThat(metadata.uniqueValues()).hasValue(5);
            assertThat(profiler.metadata().build().columns().get(1).maxValue().longValue())
                    .isEqualTo(6);
        }
    }

    @Test
    void aBrokenConnection_isNoMatterOfACell(TestDatabase database) throws SQLException {
        ResultColumn broken = new ResultColumn("n", ColumnType.INT8, "int8", (row, column) -> {
            throw new SQLException("gone", "08006");
        });
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1")) {
            rows.next();
            ResultProfiler profiler = new ResultProfiler(List.of(broken));
            assertThatThrownBy(() -> profiler.pass(rows)).hasMessage("gone");
        }
    }

    /** {@code metrics 23}: above 100 columns the exact bound is shared out, and said so. */
    @Test
    void wideResults_shareTheExactBound(TestDatabase database) throws SQLException {
        int width = 1_000;
        List<ResultColumn> columns = new ArrayList<>();
        StringBuilder sql = new StringBuilder("select n");
        for (int column = 0; column < width; column++) {
            columns.add(new ResultColumn("c" + column, ColumnType.INT4, "int4", (row, at) -> row.getLong(at)));
            sql.append(column == 0 ? "" : String.format(Locale.ROOT, ", n + %d", column));
        }
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql + " from generate_series(1, 1200) as n")) {
            ResultProfiler profiler = new ResultProfiler(columns);
            for (int row = 1; row <= 1_000; row++) {
                rows.next();
                profiler.pass(rows);
            }
            assertThat(profiler.metadata().build().columns()).allSatisfy(column -> {
                assertThat(column.fact("unique_is_exact").booleanValue()).isTrue();
                assertThat(column.uniqueValues()).hasValue(1_000);
            });
            while (rows.next()) {
                profiler.pass(rows);
            }
            assertThat(profiler.metadata().build().columns()).allSatisfy(column -> {
                assertThat(column.fact("unique_is_exact").booleanValue()).isFalse();
                assertThat(column.uniqueValues().getAsLong()).isBetween(1_164L, 1_236L);
            });
        }
    }
}
