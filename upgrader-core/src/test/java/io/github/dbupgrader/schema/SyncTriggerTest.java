package io.github.dbupgrader.schema;

import static io.github.dbupgrader.schema.SyncedTable.columns;
import static io.github.dbupgrader.schema.SyncedTable.function;
import static io.github.dbupgrader.schema.SyncedTable.rename;
import static io.github.dbupgrader.schema.SyncedTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.schema.SyncTrigger.Default;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The truth table: each write, by the old and the new application, of a row that the backfill has reached or not. One database for all of it. */
@DatabaseTest
class SyncTriggerTest {

    @BeforeAll
    static void database(TestDatabase shared) {}

    @ParameterizedTest(name = "{0} on ({1}) gives {2}")
    @DisplayName("online 26, 27, 29: the truth table of UPDATE, with the compare trigger and NEW_WINS")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "o = 'b';                        'a', 'a';   b|b",
                "o = 'b';                        'a', NULL;  b|b",
                "o = NULL;                       'a', 'a';   NULL|NULL",
                "o = NULL;                       'a', NULL;  NULL|NULL",
                "n = 'b';                        'a', 'a';   b|b",
                "n = 'b';                        'a', NULL;  b|b",
                "n = NULL;                       'a', 'a';   NULL|NULL",
                "n = NULL;                       'a', NULL;  a|NULL",
                "o = 'b';                        NULL, NULL; b|b",
                "n = 'b';                        NULL, NULL; b|b",
                "o = '';                         'a', 'a';   |",
                "n = '';                         'a', NULL;  |",
                "o = 'O', n = 'N';               'a', 'a';   N|N",
                "o = 'O', n = 'N';               'a', NULL;  N|N",
                "n = 'N', o = 'O';               'a', 'a';   N|N",
                "o = 'b', n = 'b';               'a', NULL;  b|b",
                "o = NULL, n = 'N';              'a', 'a';   N|N",
                "o = 'O', n = NULL;              'a', 'a';   NULL|NULL",
                "o = 'a', n = 'b';               'a', 'a';   b|b",
                "o = 'b', n = 'a';               'a', 'a';   b|b",
                "id = 1, note = 'x', o = 'a';    'a', 'a';   a|a",
                "id = 1, note = 'x', o = 'a';    'a', NULL;  a|NULL",
                "id = 1, note = 'x', n = 'a';    'a', 'a';   a|a",
                "id = 1, note = 'x', n = NULL;   'a', NULL;  a|NULL",
                "id = 1, note = 'x', n = 'b';    'a', NULL;  b|b",
                "note = 'x';                     'a', NULL;  a|NULL",
                "n = o;                          'a', NULL;  a|a",
                "o = default;                    'a', 'a';   NULL|NULL",
                "n = default;                    'a', 'a';   NULL|NULL"
            })
    void update(String set, String before, String after, TestDatabase database) {
        rename(database);
        row(database, before);

        database.execute("update t set " + set + " where id = 1");

        assertThat(columns(database)).isEqualTo(after == null ? "|" : after);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "online 27: two different values in one UPDATE or INSERT, by the policy and not by names or their order")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "update t set o = 'O', n = 'N';                              NEW_WINS; N|N",
                "update t set n = 'N', o = 'O';                              NEW_WINS; N|N",
                "update t set o = 'O', n = 'N';                              OLD_WINS; O|O",
                "update t set n = 'N', o = 'O';                              OLD_WINS; O|O",
                "delete from t~ insert into t (id, o, n) values (1, 'O', 'N'); NEW_WINS; N|N",
                "delete from t~ insert into t (id, n, o) values (1, 'N', 'O'); OLD_WINS; O|O",
                "update t set o = 'b', n = 'b';                              RAISE;    b|b",
                "update t set o = 'b';                                       RAISE;    b|b",
                "update t set n = 'b';                                       OLD_WINS; b|b"
            })
    void conflict(String write, ConflictPolicy policy, String after, TestDatabase database) {
        rename(database, "text", Default.NONE, policy);
        row(database, "'a', 'a'");

        database.execute(write.replace("~", ";"));

        assertThat(columns(database)).isEqualTo(after);
    }

    @ParameterizedTest
    @DisplayName("online 27: with RAISE the contradiction fails with its own SQLSTATE, and says which columns")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {"update t set o = 'O', n = 'N'", "insert into t (id, o, n) values (2, 'O', 'N')"})
    void conflict_raise_fails(String write, TestDatabase database) {
        rename(database, "text", Default.NONE, ConflictPolicy.RAISE);
        row(database, "'a', 'a'");

        assertThatThrownBy(() -> database.execute(write))
                .hasRootCauseMessage(
                        "ERROR: columns \"o\" and \"n\" of public.t are being renamed from one to the other,"
                                + " and were given different values\n  Hint: Write one of them: the other follows by itself.\n"
                                + "  Where: PL/pgSQL function public." + function(database) + "() line "
                                + line(database) + " at RAISE");
        assertThat(columns(database)).isEqualTo("a|a");
    }

    /** Where the RAISE stands, so that the text can be compared whole. */
    private static String line(TestDatabase database) {
        return database.queryText(
                "select array_length(string_to_array(split_part(prosrc, 'raise exception', 1), E'\\n'), 1)"
                        + " from pg_proc where proname like 'upgrader_sync%'");
    }

    @ParameterizedTest(name = "insert {0} with {1}")
    @DisplayName(
            "online 28: INSERT with old only, new only, both, neither, explicit NULL and DEFAULT; by default of the column")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                // no default
                "(o) ('a');            none;        a|a",
                "(n) ('a');            none;        a|a",
                "(o, n) ('a', 'a');    none;        a|a",
                "(o, n) ('a', 'b');    none;        b|b",
                "(note) ('x');         none;        NULL|NULL",
                "(o) (NULL);           none;        NULL|NULL",
                "(n) (NULL);           none;        NULL|NULL",
                "(o, n) ('a', NULL);   none;        a|a",
                "(o, n) (NULL, 'a');   none;        a|a",
                "(o) (default);        none;        NULL|NULL",
                // a constant
                "(o) ('a');            'd'::text;   a|a",
                "(n) ('a');            'd'::text;   a|a",
                "(o, n) ('a', 'a');    'd'::text;   a|a",
                "(o, n) ('a', 'b');    'd'::text;   b|b",
                "(note) ('x');         'd'::text;   d|d",
                "(o) (NULL);           'd'::text;   NULL|NULL",
                "(n) (NULL);           'd'::text;   NULL|NULL",
                "(o) (default);        'd'::text;   d|d",
                "(n) (default);        'd'::text;   d|d",
                "(o) ('d');            'd'::text;   d|d",
                "(o, n) (NULL, NULL);  'd'::text;   NULL|NULL",
                "(o, n) ('a', default);'d'::text;   a|a",
                "(o, n) (default, 'a');'d'::text;   a|a",
                // of the session, the same for the whole statement
                "(note) ('x');         current_database()::text; test|test",
                "(o) ('a');            current_database()::text; a|a",
                "(n) ('a');            current_database()::text; a|a",
                // volatile
                "(note) ('x');         nextval('public.s'::regclass)::text; 1|1",
                "(o) ('a');            nextval('public.s'::regclass)::text; a|a",
                "(n) ('a');            nextval('public.s'::regclass)::text; a|a",
                "(o) (NULL);           nextval('public.s'::regclass)::text; NULL|NULL",
                "(o) (default);        nextval('public.s'::regclass)::text; 1|1",
                "(n) (default);        nextval('public.s'::regclass)::text; 1|1",
                // the one case that nobody can tell: the default is not of the new column
                "(n) (NULL);           nextval('public.s'::regclass)::text; 1|1"
            })
    void insert(String values, String columnDefault, String after, TestDatabase database) {
        Default given = columnDefault.equals("none")
                ? Default.NONE
                : new Default(Optional.of(columnDefault), columnDefault.startsWith("nextval"));
        rename(database, "text", given, ConflictPolicy.NEW_WINS);

        database.execute("insert into t (id, " + values.substring(1).replace(") (", ") values (1, "));

        assertThat(columns(database).replace(database.name(), "test")).isEqualTo(after);
    }
}
