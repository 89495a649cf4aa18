package io.github.dbupgrader.acceptance;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the library logs from now on, kept from the console. */
final class Logged implements AutoCloseable {

    private final Logger logger;
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            texts.add(event.getLevel() + " " + event.getFormattedMessage()
                    + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    };

    /**
     * Begins to listen.
     *
     * @param name the end of the logger's name, or nothing for all of the library
     */
    Logged(String name, Level level) {
        logger = (Logger) LoggerFactory.getLogger("io.github.dbupgrader" + name);
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(level);
        logger.setAdditive(false);
    }

    /** {@return each event as level, message and stack trace} */
    List<String> texts() {
        return List.copyOf(texts);
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(null);
        logger.setAdditive(true);
    }
}
