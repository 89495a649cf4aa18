package io.github.dbupgrader.acceptance;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** A data source at which, just before a certain statement, somebody else comes in between: a race without luck. */
final class Meanwhile {

    private final String part;
    private final Runnable other;
    private final AtomicBoolean happened = new AtomicBoolean();

    private Meanwhile(String part, Runnable other) {
        this.part = part;
        this.other = other;
    }

    /**
     * {@return a data source that runs something once}
     *
     * @param dataSource gives the connections
     * @param part a part of the text of the statement before whose preparation it happens
     * @param other what happens
     */
    static DataSource before(DataSource dataSource, String part, Runnable other) {
        Meanwhile meanwhile = new Meanwhile(part, other);
        return proxy(
                DataSource.class,
                dataSource,
                (method, args, result) -> result instanceof Connection c ? meanwhile.watched(c) : result);
    }

    private Connection watched(Connection connection) {
        return proxy(Connection.class, connection, (method, args, result) -> {
            boolean now = method.getName().equals("prepareStatement") && ((String) args[0]).contains(part);
            if (now && happened.compareAndSet(false, true)) {
                other.run();
            }
            return result;
        });
    }

    /** Sees what a call gave, before its caller does. */
    private interface Watch {
        Object saw(Method method, Object[] args, Object result);
    }

    private static <T> T proxy(Class<T> type, T target, Watch watch) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            try {
                return watch.saw(method, args, method.invoke(target, args));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
