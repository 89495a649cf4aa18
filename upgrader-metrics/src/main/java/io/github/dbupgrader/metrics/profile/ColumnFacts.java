package io.github.dbupgrader.metrics.profile;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.dbupgrader.metrics.model.ColumnMetadata;
import io.github.dbupgrader.metrics.model.SimpleType;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one column, written as metadata in one place, whether the rows were read or the engine was asked for aggregates.
 *
 * <p>Call only. Not thread-safe.
 */
public final class ColumnFacts {
    private final ColumnMetadata.Builder metadata;
    private final ColumnType type;

    /**
     * Begins with what the result's metadata say.
     *
     * @param column the column
     * @param type its type: that of the column, unless a cell could not be decoded
     * @param name its name, told apart from equal ones
     * @param position its place in the select list, from 1
     */
    public ColumnFacts(ResultColumn column, ColumnType type, String name, int position) {
        this.type = type;
        metadata = ColumnMetadata.builder(name, type.simpleType(), type.text());
        metadata.fact("position", IntNode.valueOf(position));
        metadata.fact("db_type", TextNode.valueOf(column.databaseType()));
        if (type == ColumnType.NUMERIC && column.precision() > 0) {
            metadata.fact("precision", IntNode.valueOf(column.precision()));
            metadata.fact("scale", IntNode.valueOf(column.scale()));
        }
    }

    /**
     * Sets the counts.
     *
     * @param rows how many rows were looked at
     * @param nulls how many of them have NULL
     * @param distinct how many different values the others have; an estimate above what is possible is cut
     * @param exact whether that is no estimate
     * @return this
     */
    public ColumnFacts counts(long rows, long nulls, long distinct, boolean exact) {
        metadata.uniqueValues(Math.min(distinct, rows - nulls));
        metadata.fact("null_count", LongNode.valueOf(nulls));
        metadata.fact("unique_is_exact", BooleanNode.valueOf(exact));
        return this;
    }

    /**
     * Sets the extremes; they are left out unless the column is a number or a date.
     *
     * @param min the least finite value, or {@code null} if there is none
     * @param max the greatest finite value, or {@code null} if there is none
     * @return this
     */
    public ColumnFacts extremes(@Nullable Object min, @Nullable Object max) {
        if (type.simpleType() == SimpleType.NUMBER || type.simpleType() == SimpleType.DATE) {
            metadata.minValue(CellText.of(min, type.kind()));
            metadata.maxValue(CellText.of(max, type.kind()));
        }
        return this;
    }

    /**
     * Adds a count of another kind.
     *
     * @param key its key
     * @param count the count
     * @return this
     */
    public ColumnFacts count(String key, long count) {
        metadata.fact(key, LongNode.valueOf(count));
        return this;
    }

    /** {@return the metadata} */
    public ColumnMetadata metadata() {
        return metadata.build();
    }
}
