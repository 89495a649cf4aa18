package io.github.dbupgrader.backfill;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds while the archiver is behind by more than a number of segments.
 *
 * @param atMost the limit
 */
record WalBacklogThrottle(int atMost) implements Throttle {

    private static final String SELECT = """
        select current_setting('archive_mode') <> 'off', pg_size_bytes(current_setting('wal_segment_size')),
          pg_walfile_name(pg_current_wal_insert_lsn()), last_archived_wal, last_failed_wal
        from pg_catalog.pg_stat_archiver\
        """;

    /** Timeline, the upper half of the position, the segment in it; a backup's label or a partial segment has more after it. */
    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{8}([0-9A-F]{8})([0-9A-F]{8})(\\..*)?");

    private static final int HEXADECIMAL = 16;
    private static final int BITS_OF_THE_LOWER_HALF = 32;

    @Override
    public String name() {
        return "archiving of the write-ahead log";
    }

    @Override
    public Verdict check(ThrottleContext context) throws SQLException {
        try (PreparedStatement select = context.connection().prepareStatement(SELECT);
                ResultSet row = select.executeQuery()) {
            if (!row.next() || !row.getBoolean(1)) {
                return Verdict.go();
            }
            return judge(row.getLong(2), row.getString(3), row.getString(4), row.getString(5));
        }
    }

    /** An archiver that never succeeded is behind since the segment with which it does not succeed. */
    Verdict judge(long segmentSize, String current, @Nullable String archived, @Nullable String failing) {
        long now = number(current, segmentSize);
        long done = number(archived, segmentSize);
        if (done < 0) {
            done = number(failing, segmentSize) - 1;
        }
        if (now < 0 || done < 0) {
            return Verdict.unknown("the archiver has not said yet how far it is");
        }
        return now - done > atMost
                ? Verdict.hold("the archiver is " + (now - done) + " segments behind, more than " + atMost)
                : Verdict.go();
    }

    /** {@return the number of a segment, or -1 for what is none} */
    private static long number(@Nullable String file, long segmentSize) {
        Matcher name = SEGMENT.matcher(file == null ? "" : file);
        return name.matches()
                ? Long.parseLong(name.group(1), HEXADECIMAL) * ((1L << BITS_OF_THE_LOWER_HALF) / segmentSize)
                        + Long.parseLong(name.group(2), HEXADECIMAL)
                : -1;
    }
}
