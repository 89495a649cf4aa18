package io.github.dbupgrader.examples.metrics.workspace;

import java.util.UUID;

/** What metrics query: each lies in a data source of its own. */
public enum Dataset {
    /** Strikes and airports, in a schema of the same PostgreSQL. */
    WILDLIFE("wildlife", "postgres", 1),
    /** Days of weather, in a DuckDB file. */
    WEATHER("weather", "duckdb", 2),
    /** What the application can no longer reach: its data source is not in the registry. */
    RETIRED("retired", "postgres", 3);

    private final String label;
    private final String engine;
    private final int number;

    Dataset(String label, String engine, int number) {
        this.label = label;
        this.engine = engine;
        this.number = number;
    }

    /** {@return its key in {@code datasets}} */
    public UUID id() {
        return new UUID(0xDA7A_0000_0000_4000L, 0x8000_0000_0000_0000L + number);
    }

    /** {@return the key of its data source in {@code data_sources}} */
    public UUID source() {
        return new UUID(0x50CE_0000_0000_4000L, 0x8000_0000_0000_0000L + number);
    }

    /** {@return what it is called} */
    public String label() {
        return label;
    }

    String engine() {
        return engine;
    }
}
