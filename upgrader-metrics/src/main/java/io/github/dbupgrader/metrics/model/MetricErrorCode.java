package io.github.dbupgrader.metrics.model;

import java.util.Locale;

/**
 * The kinds of failure, each with a stable number.
 *
 * <p>The hundreds group them: 1 definitions and metadata, 2 queries and data sources, 3 the store, 4 the upgrade.
 */
public enum MetricErrorCode {
    /** A text is not one plain YAML document. */
    INVALID_YAML(101, "A text is not one plain YAML document: its syntax, a repeated key, an anchor, its size."),
    /** A definition lacks something, or has something of the wrong kind. */
    INVALID_METRIC(102, "A definition lacks a field, or a field has a value of the wrong kind."),
    /** A field is there in two spellings that disagree. */
    AMBIGUOUS_FIELD(103, "A field is there in two spellings, and their values differ."),
    /** Metadata stands in a definition. */
    METADATA_IN_DEFINITION(104, "A definition has data_metadata, which has its own column now."),
    /** Stored metadata has not the shape of metadata. */
    INVALID_METADATA(105, "Stored metadata is no object with a list of named columns."),

    /** A text is not one statement that reads. */
    QUERY_REFUSED(201, "A text is not exactly one statement that returns rows and changes nothing."),
    /** The engine refused or failed a query. */
    QUERY_FAILED(202, "The engine that holds the data refused a query, or failed while it ran."),
    /** A query took too long. */
    QUERY_TIMEOUT(203, "A query took longer than it may."),
    /** A query was cancelled. */
    QUERY_CANCELLED(204, "A query was cancelled, or its thread was interrupted."),
    /** No such data source. */
    UNKNOWN_DATA_SOURCE(205, "A data source was named that the host has not registered."),
    /** A setting of a query cannot be used. */
    INVALID_QUERY_SETTING(206, "A setting of a query or of the engine cannot be used."),
    /** No connection to a data source. */
    DATA_SOURCE_UNREACHABLE(207, "No connection to a data source could be made, or it broke."),

    /** No such metric. */
    METRIC_NOT_FOUND(301, "No metric has that id, or it was deleted."),
    /** The host does not permit it. */
    PERMISSION_DENIED(302, "The host's MetricAccess does not permit this to this user."),
    /** No such version. */
    VERSION_NOT_FOUND(303, "The metric has no version of that number."),
    /** A request cannot be carried out as it is. */
    INVALID_REQUEST(304, "A request lacks something or asks for what cannot be."),
    /** The query of a definition that was to be stored failed. */
    INVALID_SQL(305, "The query of a definition that was to be stored failed, so nothing was stored."),
    /** Somebody else changed the metric meanwhile. */
    CONCURRENT_CHANGE(306, "The metric was changed again and again while an update was computed."),
    /** The store's own database failed. */
    STORE_FAILED(307, "A statement of the store itself failed."),

    /** Metrics lack metadata of their query. */
    METADATA_INCOMPLETE(401, "Metrics have no metadata of their query, so nothing is taken out of the definitions."),
    /** The metadata of a stored metric cannot be computed. */
    METADATA_NOT_COMPUTED(
            402, "The metadata of a stored metric cannot be computed; its definition keeps what it says."),
    /** A definition keeps its list. */
    LIST_KEPT(403, "A definition keeps its list of columns, because nothing better is stored."),
    /** The look at the stored metadata failed. */
    CHECK_FAILED(404, "The statement that looks what is stored failed.");

    private final int number;
    private final String meaning;

    MetricErrorCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** {@return the stable identifier as it stands in messages, such as {@code UPM-101}} */
    public String id() {
        return String.format(Locale.ROOT, "UPM-%03d", number);
    }

    /** {@return what this kind of failure means, in a sentence} */
    public String meaning() {
        return meaning;
    }
}
