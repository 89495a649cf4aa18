package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;

@DatabaseTest
class LiteralPostgresTest {

    private static final String CHARACTERS = "ab '\"\\$;-/*ä😀\n";

    @Test
    void literalsAndIdentifiers_roundTrip_whateverTheStringsAre(TestDatabase database) throws SQLException {
        Random random = new Random(7);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String conforming : new String[] {"on", "off"}) {
                statement.execute(
                        "set standard_conforming_strings = " + conforming + "; set escape_string_warning = off");
                for (int i = 0; i < 200; i++) {
                    String text = random.ints(random.nextInt(12), 0, CHARACTERS.codePointCount(0, CHARACTERS.length()))
                            .map(n -> CHARACTERS.codePointAt(CHARACTERS.offsetByCodePoints(0, n)))
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString();
                    String name = "n" + text;
                    try (ResultSet row = statement.executeQuery(
                            "select " + Literal.quote(text) + " as " + new Identifier(name).quoted())) {
                        row.next();
                        assertThat(row.getString(1)).isEqualTo(text);
                        assertThat(row.getMetaData().getColumnLabel(1)).isEqualTo(name);
                    }
                }
            }
        }
    }
}
