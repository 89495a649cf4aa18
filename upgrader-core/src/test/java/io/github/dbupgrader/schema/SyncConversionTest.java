package io.github.dbupgrader.schema;

import static io.github.dbupgrader.schema.SyncedTable.columns;
import static io.github.dbupgrader.schema.SyncedTable.rename;
import static io.github.dbupgrader.schema.SyncedTable.retype;
import static io.github.dbupgrader.schema.SyncedTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.schema.SyncTrigger.Default;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compare trigger between columns of different types, and between values that their type calls equal. One database for all of it. */
@DatabaseTest
class SyncConversionTest {

    @BeforeAll
    static void database(TestDatabase shared) {}

    @ParameterizedTest(name = "{0} becomes {1}: {2} on ({3}) gives {4}")
    @DisplayName("online 26, 38: conversions, also lossy ones: what was written stays as it was written")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "int;           bigint;        o = 7;                 1, 1;      7|7",
                "int;           bigint;        n = 7;                 1, NULL;   7|7",
                "int;           bigint;        n = NULL;              1, 1;      NULL|NULL",
                "text;          int;           o = '007';             '1', 1;    007|7",
                "text;          int;           n = 8;                 '007', 7;  8|8",
                "text;          int;           note = 'x';            '007', 7;  007|7",
                "text;          int;           n = o::int;            '007', NULL; 007|7",
                "text;          int;           n = 5;                 'many', NULL; 5|5",
                "text;          int;           note = 'x';            'many', NULL; many|NULL",
                "numeric(10,2); int;           n = o::int;            1.60, NULL; 1.60|2",
                "numeric(10,2); int;           o = 3.70;              1.60, 2;   3.70|4",
                "numeric(10,2); int;           n = 3;                 1.60, 2;   3.00|3",
                "numeric(10,2); int;           note = 'x';            1.60, 2;   1.60|2",
                "int;           numeric(10,2); n = 1.50;              1, 1.00;   2|1.50",
                "int;           numeric(10,2); note = 'x';            2, 1.50;   2|1.50",
                "int;           numeric(10,2); o = 2, note = 'x';     2, 1.50;   2|1.50",
                "int;           numeric(10,2); o = 3;                 2, 1.50;   3|3.00",
                "int;           numeric(10,2); o = 2, n = 1.5;        9, 9;      2|1.50",
                "varchar(5);    varchar(3);    o = 'abc';             'x', 'x';  abc|abc",
                "char(5);       text;          o = 'abc';             'x', 'x';  abc|abc"
            })
    void convert(String from, String to, String set, String before, String after, TestDatabase database) {
        retype(database, from, to);
        row(database, before);

        database.execute("update t set " + set);

        assertThat(columns(database)).isEqualTo(after);
    }

    @ParameterizedTest
    @DisplayName(
            "online 39: a value that cannot be converted fails the write that brings it, and is never cut off or made NULL")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "text;        int;        o = 'many';     invalid input syntax for type integer: \"many\"",
                "int;         bigint;     n = 3000000000; integer out of range",
                "varchar(5);  varchar(3); o = 'abcd';     value too long for type character varying(3)"
            })
    void convert_impossible_fails(String from, String to, String set, String message, TestDatabase database) {
        retype(database, from, to);
        row(database, "'1', '1'");

        assertThatThrownBy(() -> database.execute("update t set " + set))
                .hasRootCauseInstanceOf(java.sql.SQLException.class)
                .rootCause()
                .hasMessageContaining(message);
        assertThat(columns(database)).isEqualTo("1|1");
    }

    @ParameterizedTest(name = "{0}: {1} becomes {2}")
    @DisplayName(
            "online 26: what the type calls equal but is not the same is carried over; types without equality work")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "numeric;                 1.0;                1.00",
                "json;                    {\"a\":1};          {\"a\": 1}",
                "point;                   (1,2);              (3,4)",
                "double precision;        0;                  -0",
                "text[];                  {a};                {a,b}"
            })
    void update_sameByEquality_isCarriedOver(String type, String value, String other, TestDatabase database) {
        rename(database, type, Default.NONE, ConflictPolicy.NEW_WINS);
        database.execute("insert into t (id, o) values (1, '" + value + "'); update t set n = '" + other + "'");

        assertThat(columns(database)).isEqualTo(other + "|" + other);
        database.execute("update t set o = '" + value + "'");
        assertThat(columns(database)).isEqualTo(value + "|" + value);
    }

    @ParameterizedTest
    @DisplayName(
            "online 38: what a lossy conversion leaves is no difference, so that the backfill does not write over it")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "int;           numeric(10,2); 2, 1.50;  0",
                "int;           numeric(10,2); 2, 3.50;  1",
                "numeric(10,2); int;           1.60, 2;  0",
                "text;          int;           '007', 7; 0",
                "text;          int;           '8', 7;   1",
                "int;           bigint;        NULL, NULL; 0",
                "int;           bigint;        1, NULL;  1",
                "int;           bigint;        NULL, 1;  1"
            })
    void differs(String from, String to, String values, long differences, TestDatabase database) {
        SyncTrigger trigger = retype(database, from, to);
        row(database, values);

        assertThat(database.queryLong("select count(*) from t where " + trigger.differs()))
                .isEqualTo(differences);
    }
}
