package io.github.dbupgrader.benchmarks.tool;

import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;

/** The bare select of {@link PlainTool} through Jdbi: what a process that uses Jdbi pays in any case. It reads and applies nothing. */
public final class JdbiTool implements Tool {

    /** Its name in the tables. */
    public static final String NAME = "plain JDBC with Jdbi";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Start open(Path built, Steps steps) {
        return dataSource -> {
            String version = Jdbi.create(dataSource)
                    .withHandle(handle -> handle.createQuery(
                                    "select m.version from plain_metadata m where m.version <> :none")
                            .bind("none", "")
                            .mapTo(String.class)
                            .one());
            if (!steps.version().equals(version)) {
                throw new IllegalStateException("recorded version " + version);
            }
        };
    }
}
