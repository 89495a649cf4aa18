package io.github.dbupgrader;

import io.github.dbupgrader.api.HandleCheck;
import io.github.dbupgrader.sql.SecretMask;
import io.github.dbupgrader.sql.SqlFragment;
import io.github.dbupgrader.step.Checksum;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.step.SubStep.Kind;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jdbi.v3.core.Handle;

/** What must hold at its place in an upgrade, as a sub-step that changes nothing. */
final class Verification {

    private static final int SAMPLE = 5;
    private static final int LONGEST_VALUE = 60;
    private static final SubStep.Work NOTHING = handle -> {};

    private Verification() {}

    static SubStep of(String description, HandleCheck check) {
        return subStep(
                description,
                handle -> {
                    if (!check.test(handle)) {
                        throw VerificationErrors.isFalse(description);
                    }
                },
                Checksum.of("verify", description));
    }

    static SubStep of(String description, String wrongRows) {
        SqlFragment.prepared("query of the verification", wrongRows);
        return subStep(
                description,
                handle -> requireNone(handle, description, wrongRows),
                Checksum.of("verify", description, wrongRows));
    }

    private static SubStep subStep(String description, SubStep.Work work, String checksum) {
        return new SubStep(
                "verify: " + description, Kind.TRANSACTION, work, Optional.of(NOTHING), Optional.empty(), checksum);
    }

    /** By JDBC, because Jdbi would look for parameters in the query. */
    private static void requireNone(Handle handle, String description, String wrongRows) throws SQLException {
        try (Statement statement = handle.getConnection().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setMaxRows(SAMPLE + 1);
            try (ResultSet rows = statement.executeQuery(wrongRows)) {
                ResultSetMetaData columns = rows.getMetaData();
                if (columns.getColumnCount() == 1
                        && columns.getColumnTypeName(1).equals("bool")) {
                    throw VerificationErrors.oneBoolean(description);
                }
                List<String> sample = new ArrayList<>();
                while (rows.next()) {
                    sample.add(text(rows, columns));
                }
                if (!sample.isEmpty()) {
                    boolean more = sample.size() > SAMPLE;
                    throw VerificationErrors.wrongRows(description, more ? sample.subList(0, SAMPLE) : sample, more);
                }
            }
        }
    }

    private static String text(ResultSet row, ResultSetMetaData columns) throws SQLException {
        StringJoiner text = new StringJoiner(", ");
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String value = Optional.ofNullable(row.getString(i))
                    .map(v -> v.length() <= LONGEST_VALUE ? v : v.substring(0, LONGEST_VALUE) + " …")
                    .orElse("NULL");
            text.add(columns.getColumnLabel(i) + " = " + value);
        }
        return SecretMask.mask(text.toString());
    }
}
