package io.github.dbupgrader.sql;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ran on an observed connection.
 *
 * <p>Executions of one text, one directly after the other, are one entry; an execution that failed is an entry too,
 * with no rows. There are at most 200 entries, and of each text at most 8 KiB in UTF-8 are kept; what goes beyond is
 * counted. Texts are kept without secrets, with their white space, and never with parameters.
 *
 * <p>Thread-safe. Public for the library's other packages; not API.
 */
public final class StatementLog {

    private static final int MOST_ENTRIES = 200;
    private static final int LONGEST_TEXT = 8 * 1024;
    private static final Pattern PREPARE = Pattern.compile("prepare", Pattern.CASE_INSENSITIVE);
    private static final Pattern ROLE = Pattern.compile("role|authorization|set_config", Pattern.CASE_INSENSITIVE);

    private final boolean recordTexts;
    private final List<Entry> entries = new ArrayList<>();
    private @Nullable String lastText;
    private @Nullable Entry lastEntry;
    private long count;
    private long omitted;
    private boolean prepare;
    private boolean role;
    private @Nullable FailedStatement firstFailure;
    private @Nullable FailedStatement lastFailure;

    /**
     * Creates an empty one.
     *
     * @param recordTexts false to count only: then there are no entries, and only the text of a failure is kept, for
     *     the exception that names it
     */
    public StatementLog(boolean recordTexts) {
        this.recordTexts = recordTexts;
    }

    /** {@return what ran, in order} */
    public synchronized List<ExecutedStatement> entries() {
        return entries.stream().map(Entry::toStatement).toList();
    }

    /** {@return how many executions are in no entry: with those in entries they make {@link #count()}} */
    public synchronized long omitted() {
        return omitted;
    }

    /** {@return how many executions there were, each of a batch counted} */
    public synchronized long count() {
        return count;
    }

    /** {@return the first execution that failed} */
    public synchronized Optional<FailedStatement> firstFailure() {
        return Optional.ofNullable(firstFailure);
    }

    /** {@return the last execution that failed} */
    public synchronized Optional<FailedStatement> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /** {@return whether any text had the word prepare, so that statements prepared in SQL may be left} */
    public synchronized boolean mentionsPrepare() {
        return prepare;
    }

    /** {@return whether any text had a word with which the role of a session is changed} */
    public synchronized boolean mentionsRole() {
        return role;
    }

    /**
     * Adds executions that succeeded.
     *
     * @param text their SQL text
     * @param times how many
     * @param rows how many rows they changed
     * @param nanos how long they took
     * @return the rows of their entry, to which rows that the caller reads later are added
     */
    synchronized AtomicLong succeeded(String text, long times, long rows, long nanos) {
        Entry entry = add(text, times, nanos);
        entry.rows.addAndGet(rows);
        return entry.rows;
    }

    /** Adds an execution that failed. */
    synchronized void failed(String text, SQLException cause, long nanos) {
        add(text, 1, nanos);
        FailedStatement failure = new FailedStatement(presentable(text), cause, Duration.ofNanos(nanos));
        firstFailure = firstFailure == null ? failure : firstFailure;
        lastFailure = failure;
    }

    private Entry add(String text, long times, long nanos) {
        count += times;
        if (!text.equals(lastText)) {
            lastText = text;
            lastEntry = null;
            prepare |= PREPARE.matcher(text).find();
            role |= ROLE.matcher(text).find();
            if (recordTexts && entries.size() < MOST_ENTRIES) {
                lastEntry = new Entry(presentable(text));
                entries.add(lastEntry);
            }
        }
        Entry entry = lastEntry;
        if (entry == null) {
            omitted += times;
            return new Entry("");
        }
        entry.times += times;
        entry.nanos += nanos;
        return entry;
    }

    /** Masked before it is cut, so that no half of a secret is left behind. */
    private static String presentable(String text) {
        String masked = SecretMask.mask(text);
        if (masked.length() * 3L <= LONGEST_TEXT) {
            return masked;
        }
        int end = 0;
        int bytes = 0;
        while (end < masked.length()) {
            int codePoint = masked.codePointAt(end);
            bytes += codePoint < 0x80 ? 1 : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST_TEXT) {
                return masked.substring(0, end) + " … (" + (masked.length() - end) + " more characters)";
            }
            end += Character.charCount(codePoint);
        }
        return masked;
    }

    private static final class Entry {
        private final String text;
        private final AtomicLong rows = new AtomicLong();
        private long times;
        private long nanos;

        Entry(String text) {
            this.text = text;
        }

        ExecutedStatement toStatement() {
            return new ExecutedStatement(text, times, rows.get(), Duration.ofNanos(nanos));
        }
    }
}
