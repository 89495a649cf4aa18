package io.github.dbupgrader;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the host's listeners; what one of them throws is logged and goes no further. */
final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<UpgradeListener> listeners;

    Listeners(List<UpgradeListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void tell(Consumer<UpgradeListener> event) {
        for (UpgradeListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Exception | AssertionError | LinkageError e) { // what is left says that the JVM is in trouble
                LOG.warn(
                        "listener {} failed; the run goes on",
                        listener.getClass().getName(),
                        e);
            }
        }
    }
}
