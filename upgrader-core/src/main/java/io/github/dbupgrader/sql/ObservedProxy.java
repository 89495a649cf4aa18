package io.github.dbupgrader.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/**
 * What the proxies around JDBC objects have in common: identity, unwrapping, and the original exceptions.
 *
 * <p>A proxy follows whatever JDBC version the running Java has, where a hand-written wrapper of some 500 methods would
 * have to be extended. Its price is some 100 ns a call, little beside a round trip or the reading of a column.
 */
abstract class ObservedProxy implements InvocationHandler {

    final Object target;

    ObservedProxy(Object target) {
        this.target = target;
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public final @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        @Nullable Object[] arguments = args == null ? new Object[0] : args;
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> isSame(proxy, arguments[0]);
                case "hashCode" -> System.identityHashCode(proxy);
                default -> description();
            };
        }
        if (method.getDeclaringClass() == Wrapper.class && arguments[0] instanceof Class<?> type) {
            return "unwrap".equals(method.getName())
                    ? unwrap(proxy, type)
                    : (Object) (type.isInstance(proxy) || ((Wrapper) target).isWrapperFor(type));
        }
        return call(proxy, method, arguments);
    }

    /** Answers a call that is not about the proxy itself. */
    abstract @Nullable Object call(Object proxy, Method method, @Nullable Object[] args) throws Throwable;

    abstract String description();

    Object unwrap(Object proxy, Class<?> type) throws Exception {
        return type.isInstance(proxy) ? proxy : ((Wrapper) target).unwrap(type);
    }

    final @Nullable Object forward(Method method, @Nullable Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** A proxy equals itself only; its own equals would come back here. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Object proxy, @Nullable Object other) {
        return proxy == other;
    }
}
