package io.github.dbupgrader.faults;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Keeps out of the output what hundreds of wanted crashes have to say. */
final class Quiet implements AutoCloseable {

    private final Map<Logger, Level> before = new LinkedHashMap<>();

    private Quiet(List<String> names) {
        for (String name : names) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            before.put(logger, logger.getLevel());
            logger.setLevel(Level.ERROR);
        }
    }

    /** Broken connections, as the pool and the library see them. */
    static Quiet expectedTrouble() {
        return new Quiet(List.of("com.zaxxer.hikari", "io.github.dbupgrader"));
    }

    @Override
    public void close() {
        before.forEach(Logger::setLevel);
    }
}
