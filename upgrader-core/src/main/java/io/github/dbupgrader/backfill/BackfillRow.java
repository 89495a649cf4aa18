package io.github.dbupgrader.backfill;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row of a batch: what was read of it, and what is to be written. Call only. Not safe for use by several threads. */
public final class BackfillRow {

    private final List<String> key;
    private final String seen;
    private final Map<String, @Nullable Object> values;
    private final List<String> writable;
    private final Map<String, @Nullable Object> written = new LinkedHashMap<>();
    private Optional<String> rejection = Optional.empty();

    BackfillRow(List<String> key, String seen, Map<String, @Nullable Object> values, List<String> writable) {
        this.key = List.copyOf(key);
        this.seen = seen;
        this.values = values;
        this.writable = writable;
    }

    /** {@return the row's key, each column as the server writes it} */
    public List<String> key() {
        return key;
    }

    /**
     * {@return the value of a column that was read; null where it is null}
     *
     * @param column the column, as it was named in the definition
     * @param type the type under which it was read, or one that it can be cast to
     * @param <T> the same
     */
    public <T> @Nullable T get(String column, Class<T> type) {
        if (!values.containsKey(column)) {
            throw BackfillErrors.columnNotRead(column, values.keySet());
        }
        return type.cast(values.get(column));
    }

    /**
     * Sets the new value of a column.
     *
     * <p>It is sent as text, and the server casts it to the column's type: numbers, strings, booleans, {@code java.time} values, UUIDs, enums, byte arrays and
     * collections of these are written as PostgreSQL reads them; anything else by its {@code toString()}.
     *
     * @param column one of the columns that the definition writes; a column that is not set keeps its value
     * @param value the value
     */
    public void set(String column, @Nullable Object value) {
        if (!writable.contains(column)) {
            throw BackfillErrors.columnNotWritten(column, writable);
        }
        written.put(column, value);
    }

    /**
     * Puts the row into quarantine instead of writing it.
     *
     * @param why for the person who looks at it
     */
    public void reject(String why) {
        rejection = Optional.of(Objects.requireNonNull(why, "why"));
    }

    /** What the columns that were read looked like, all together, as text. */
    String seen() {
        return seen;
    }

    Map<String, @Nullable Object> written() {
        return written;
    }

    Optional<String> rejection() {
        return rejection;
    }
}
