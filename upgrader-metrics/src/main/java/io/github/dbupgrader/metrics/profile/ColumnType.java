package io.github.dbupgrader.metrics.profile;

import io.github.dbupgrader.metrics.model.SimpleType;

/**
 * The types that metadata name, and how the values of each are counted and compared.
 *
 * <p>A dialect maps what its engine calls a column to one of these, from the result's metadata alone, so that the same SQL has the same types whatever
 * the rows.
 *
 * <p>Call only.
 */
public enum ColumnType {
    /** 16-bit and smaller integers. */
    INT2("int2", SimpleType.NUMBER, Kind.INTEGER),
    /** 32-bit integers. */
    INT4("int4", SimpleType.NUMBER, Kind.INTEGER),
    /** 64-bit integers. */
    INT8("int8", SimpleType.NUMBER, Kind.INTEGER),
    /** Exact decimals, and integers beyond 64 bits. */
    NUMERIC("numeric", SimpleType.NUMBER, Kind.DECIMAL),
    /** Single-precision floating point. */
    FLOAT4("float4", SimpleType.NUMBER, Kind.FLOAT),
    /** Double-precision floating point. */
    FLOAT8("float8", SimpleType.NUMBER, Kind.FLOAT),
    /** Truth values. */
    BOOL("bool", SimpleType.BOOLEAN, Kind.BOOLEAN),
    /** Text without a length. */
    TEXT("text", SimpleType.STRING, Kind.TEXT),
    /** Text with a length. */
    VARCHAR("varchar", SimpleType.STRING, Kind.TEXT),
    /** Text padded with blanks, which do not count in comparisons. */
    BPCHAR("bpchar", SimpleType.STRING, Kind.PADDED_TEXT),
    /** A value of a fixed list. */
    ENUM("enum", SimpleType.STRING, Kind.TEXT),
    /** A universally unique identifier. */
    UUID("uuid", SimpleType.STRING, Kind.OPAQUE),
    /** A day. */
    DATE("date", SimpleType.DATE, Kind.DATE),
    /** A date and a time of day without a zone. */
    TIMESTAMP("timestamp", SimpleType.DATE, Kind.TIMESTAMP),
    /** An instant. */
    TIMESTAMPTZ("timestamptz", SimpleType.DATE, Kind.INSTANT),
    /** A time of day. */
    TIME("time", SimpleType.OTHER, Kind.OPAQUE),
    /** A time of day with an offset. */
    TIMETZ("timetz", SimpleType.OTHER, Kind.OPAQUE),
    /** A span of time. */
    INTERVAL("interval", SimpleType.OTHER, Kind.OPAQUE),
    /** JSON as text. */
    JSON("json", SimpleType.OTHER, Kind.JSON),
    /** JSON in a normal form. */
    JSONB("jsonb", SimpleType.OTHER, Kind.JSON),
    /** Bytes. */
    BYTEA("bytea", SimpleType.OTHER, Kind.BYTES),
    /** Lists. */
    ARRAY("array", SimpleType.OTHER, Kind.OPAQUE),
    /** Everything else. */
    OTHER("other", SimpleType.OTHER, Kind.OPAQUE);

    private final String text;
    private final SimpleType simpleType;
    private final Kind kind;

    ColumnType(String text, SimpleType simpleType, Kind kind) {
        this.text = text;
        this.simpleType = simpleType;
        this.kind = kind;
    }

    /** {@return the name as it stands in metadata} */
    public String text() {
        return text;
    }

    /** {@return the family that charts choose by} */
    public SimpleType simpleType() {
        return simpleType;
    }

    /** {@return which Java values a {@link CellReader} gives for this type} */
    public Kind kind() {
        return kind;
    }

    /** The Java values of a column, which decide how it is profiled. */
    public enum Kind {
        /** {@link Long}. */
        INTEGER,
        /** {@link java.math.BigDecimal}, or {@link Double} for what is not finite. */
        DECIMAL,
        /** {@link Float} or {@link Double}. */
        FLOAT,
        /** {@link Boolean}. */
        BOOLEAN,
        /** {@link java.time.LocalDate}; {@code MIN} and {@code MAX} stand for the infinities. */
        DATE,
        /** {@link java.time.LocalDateTime}; {@code MIN} and {@code MAX} stand for the infinities. */
        TIMESTAMP,
        /** {@link java.time.Instant}; {@code MIN} and {@code MAX} stand for the infinities. */
        INSTANT,
        /** {@link String}. */
        TEXT,
        /** {@link String} whose trailing blanks do not count. */
        PADDED_TEXT,
        /** {@link String} that holds JSON. */
        JSON,
        /** An array of {@code byte}. */
        BYTES,
        /** {@link String}, of which only equality is known. */
        OPAQUE
    }
}
