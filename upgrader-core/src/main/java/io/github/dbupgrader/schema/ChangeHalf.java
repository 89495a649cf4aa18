package io.github.dbupgrader.schema;

import java.util.List;
import java.util.Optional;

/**
 * One half of a change that two versions make together. For the library's own use.
 *
 * @param schema where the object is, if the user said so
 * @param change what is changed: the same for both halves, and for no other change in that schema
 * @param isContract whether it is the second half
 */
public record ChangeHalf(Optional<String> schema, List<String> change, boolean isContract) {

    /** Makes the list immutable. */
    public ChangeHalf {
        change = List.copyOf(change);
    }

    /**
     * {@return whether both are the whole}
     *
     * @param other another half
     */
    public boolean completes(ChangeHalf other) {
        boolean sameSchema = schema.isEmpty() || other.schema.isEmpty() || schema.equals(other.schema);
        return isContract != other.isContract && sameSchema && change.equals(other.change);
    }
}
