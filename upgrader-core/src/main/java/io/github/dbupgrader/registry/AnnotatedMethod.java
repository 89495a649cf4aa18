package io.github.dbupgrader.registry;

import io.github.dbupgrader.api.HandleCheck;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.error.UpgradeException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One annotated method of an object: the check that it can be called, and the call. */
final class AnnotatedMethod {

    private final Object object;
    private final Method method;

    AnnotatedMethod(Object object, Method method) {
        this.object = object;
        this.method = method;
    }

    String origin() {
        return method.getDeclaringClass().getName() + "#" + method.getName();
    }

    void requireOneAnnotation(@Nullable Annotation... annotations) {
        int present = 0;
        for (Annotation annotation : annotations) {
            present += annotation == null ? 0 : 1;
        }
        if (present > 1) {
            throw RegistrationErrors.unusable(
                    origin(),
                    "it has more than one of @RegisterUpgrade, @RegisterRollback, @UpgradeCondition and @RegisterBackfill",
                    "make one method of each");
        }
    }

    Invocation invocation(UpgradeMode mode) {
        requireInstanceMethod();
        if (method.getReturnType() != void.class) {
            throw RegistrationErrors.unusable(
                    origin(),
                    "it returns " + method.getReturnType().getSimpleName() + ", and nobody would look at that",
                    "let it return void");
        }
        List<Class<?>> parameters = List.of(method.getParameterTypes());
        boolean online = mode == UpgradeMode.ONLINE;
        int contexts = Collections.frequency(parameters, UpgradeContext.class);
        int handles = Collections.frequency(parameters, Handle.class);
        if (online && handles > 0) {
            throw RegistrationErrors.unusable(
                    origin(),
                    "it is ONLINE and takes a Handle, but an ONLINE method only declares sub-steps and touches no database itself",
                    "take an UpgradeContext only, and use the handle inside step(name, handle -> …)");
        }
        boolean known = contexts + handles == parameters.size();
        if (parameters.isEmpty() || !known || contexts > 1 || handles > 1) {
            throw RegistrationErrors.unusable(
                    origin(),
                    "it takes (" + names(parameters) + ")",
                    online ? "let it take (UpgradeContext)" : "let it take (UpgradeContext), (Handle) or both");
        }
        makeAccessible();
        return (context, handle) -> call(arguments(parameters, context, handle));
    }

    HandleCheck check() {
        requireInstanceMethod();
        List<Class<?>> parameters = List.of(method.getParameterTypes());
        if (method.getReturnType() != boolean.class || !parameters.equals(List.of(Handle.class))) {
            throw RegistrationErrors.unusable(
                    origin(),
                    "it is a condition, takes (" + names(parameters) + ") and returns "
                            + method.getReturnType().getSimpleName(),
                    "let it take (Handle) and return boolean");
        }
        makeAccessible();
        return handle -> Boolean.TRUE.equals(call(new Object[] {handle}));
    }

    /** Calls the method that defines a backfill. */
    Backfill backfill() {
        requireInstanceMethod();
        if (method.getReturnType() != Backfill.class || method.getParameterCount() > 0) {
            throw RegistrationErrors.unusable(
                    origin(),
                    "it defines a backfill, takes (" + names(List.of(method.getParameterTypes())) + ") and returns "
                            + method.getReturnType().getSimpleName(),
                    "let it take nothing and return Backfill");
        }
        makeAccessible();
        Object definition;
        try {
            definition = call(new Object[0]);
        } catch (UpgradeException e) {
            throw RegistrationErrors.unusableBackfill(origin(), e);
        } catch (Exception e) {
            throw RegistrationErrors.failedBackfill(origin(), e);
        }
        if (definition == null) {
            throw RegistrationErrors.noBackfill(origin());
        }
        return (Backfill) definition;
    }

    private void requireInstanceMethod() {
        int modifiers = method.getModifiers();
        if (Modifier.isStatic(modifiers) || Modifier.isPrivate(modifiers)) {
            throw RegistrationErrors.unusable(
                    origin(),
                    "it is " + (Modifier.isStatic(modifiers) ? "static" : "private"),
                    "make it an instance method that is package-private, protected or public");
        }
        // A JDK proxy implements the interface's methods and has no annotations of its own.
        if (Modifier.isAbstract(modifiers) && !Proxy.isProxyClass(object.getClass())) {
            throw RegistrationErrors.unusable(origin(), "it is abstract", "annotate the method that implements it");
        }
    }

    private void makeAccessible() {
        try {
            method.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw RegistrationErrors.unusable(
                    origin(),
                    "its module does not open package "
                            + method.getDeclaringClass().getPackageName(),
                    "add \"opens " + method.getDeclaringClass().getPackageName()
                            + " to io.github.dbupgrader;\" to its module-info");
        }
    }

    private @Nullable Object call(@Nullable Object[] arguments) throws Exception {
        try {
            return method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Exception exception) {
                throw exception;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    private static @Nullable Object[] arguments(
            List<Class<?>> parameters, UpgradeContext context, @Nullable Handle handle) {
        @Nullable Object[] arguments = new @Nullable Object[parameters.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = parameters.get(i) == Handle.class ? handle : context;
        }
        return arguments;
    }

    private static String names(List<Class<?>> types) {
        return types.stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
    }
}
