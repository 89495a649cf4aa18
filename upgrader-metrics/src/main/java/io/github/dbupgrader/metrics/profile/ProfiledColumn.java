package io.github.dbupgrader.metrics.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.ColumnMetadata;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One column while its rows pass: how its cells are read and what is kept of them. */
final class ProfiledColumn {
    private static final Logger log = LoggerFactory.getLogger(ProfiledColumn.class);

    /** What stands in a row for a cell that the driver cannot even give as text. */
    private static final String UNREADABLE = "(unreadable)";

    // Classes of SQLSTATE that say nothing about a cell: the connection, resources, the transaction, an operator, the
    // system.
    private static final Set<String> NOT_OF_A_CELL = Set.of("08", "25", "40", "53", "57", "58", "XX");

    private final ResultColumn column;
    private final String name;
    private final int position;
    private ColumnProfile profile;
    private boolean decodable = true;

    ProfiledColumn(ResultColumn column, String name, int position, int exactBound) {
        this.column = column;
        this.name = name;
        this.position = position;
        profile = ColumnProfile.of(column.type(), exactBound);
    }

    /** Reads the cell of the current row and takes it into account. */
    @Nullable
    Object next(ResultSet row) throws SQLException {
        Object value = decodable ? decoded(row) : text(row);
        profile.accept(value);
        return value;
    }

    JsonNode json(@Nullable Object value) {
        return CellText.of(value, decodable ? column.type().kind() : ColumnType.Kind.OPAQUE);
    }

    ColumnMetadata metadata(long rows) {
        ColumnFacts facts = new ColumnFacts(column, decodable ? column.type() : ColumnType.OTHER, name, position);
        profile.describe(facts, rows);
        return facts.metadata();
    }

    private @Nullable Object decoded(ResultSet row) throws SQLException {
        try {
            return column.reader().read(row, position);
        } catch (SQLException e) {
            String state = e.getSQLState();
            if (row.isClosed()
                    || (state != null && state.length() == 5 && NOT_OF_A_CELL.contains(state.substring(0, 2)))) {
                throw e;
            }
            giveUp(String.valueOf(state));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            giveUp(e.getClass().getSimpleName());
        }
        return text(row);
    }

    // the message of the failure may hold the value, so it is not logged
    private void giveUp(String reason) {
        log.warn(
                "column not decodable, read as text from here on: column={} position={} type={} reason={}",
                name,
                position,
                column.databaseType(),
                reason);
        decodable = false;
        profile = profile.undecodable();
    }

    private @Nullable String text(ResultSet row) throws SQLException {
        try {
            return row.getString(position);
        } catch (SQLException e) {
            if (row.isClosed()) {
                throw e;
            }
            return UNREADABLE;
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            return UNREADABLE;
        }
    }
}
