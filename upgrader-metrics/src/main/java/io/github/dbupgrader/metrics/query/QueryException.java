package io.github.dbupgrader.metrics.query;

import io.github.dbupgrader.metrics.model.MetricErrorCode;
import io.github.dbupgrader.metrics.model.MetricException;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A query that was refused, failed, or was ended before it was done. Its texts never hold credentials, nor the values of rows.
 *
 * <p>Call only: the query engine creates it.
 */
public final class QueryException extends MetricException {

    private static final long serialVersionUID = 1L;

    /** The SQLSTATE of a query that was cancelled, by whomever. */
    static final String QUERY_CANCELED = "57014";

    /** What became of the query. */
    private final Kind kind;

    /** The engine's message, or an empty text. */
    private final String databaseMessage;

    /** The SQLSTATE, or {@code null}. */
    private final @Nullable String sqlState;

    /** Where in the SQL the mistake is, from 1; 0 if not known. */
    private final int position;

    QueryException(Kind kind, MetricErrorCode code, String what, String why, String fix) {
        this(kind, code, what, why, fix, "", null, 0, null);
    }

    QueryException(
            Kind kind,
            MetricErrorCode code,
            String what,
            String why,
            String fix,
            String databaseMessage,
            @Nullable String sqlState,
            int position,
            @Nullable Throwable cause) {
        super(code, what, why, fix, cause);
        this.kind = kind;
        this.databaseMessage = databaseMessage;
        this.sqlState = sqlState;
        this.position = position;
    }

    /** {@return what became of the query} */
    public Kind kind() {
        return kind;
    }

    /** {@return the engine's message in one line, with values of rows masked; empty if the engine was not asked} */
    public String databaseMessage() {
        return databaseMessage;
    }

    /** {@return the SQLSTATE; {@code 57014} for time-outs and cancelled queries of every engine, empty where there is none} */
    public Optional<String> sqlState() {
        return Optional.ofNullable(sqlState);
    }

    /** {@return where in the SQL the mistake is, in characters from 1, if the engine tells} */
    public OptionalInt position() {
        return position > 0 ? OptionalInt.of(position) : OptionalInt.empty();
    }

    /** What became of a query. */
    public enum Kind {
        /** It was not sent: the text is not one read-only query, or a setting cannot be used. */
        REFUSED,
        /** The engine reported an error. */
        FAILED,
        /** Its time was over. */
        TIMEOUT,
        /** It was cancelled from outside. */
        CANCELLED,
        /** The data source is unknown, cannot be reached, or is not set up as it has to be. */
        SOURCE
    }
}
