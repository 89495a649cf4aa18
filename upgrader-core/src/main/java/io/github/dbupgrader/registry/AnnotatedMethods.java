package io.github.dbupgrader.registry;

import io.github.dbupgrader.api.RegisterBackfill;
import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeCondition;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The annotated methods of an object, those of its superclasses and interfaces included.
 *
 * <p>A method is found once, where it is most specific: an override counts instead of what it overrides, and a proxy's override, which carries no annotation,
 * is called through the annotated method of the class that it extends.
 */
final class AnnotatedMethods {

    private static final List<Class<? extends Annotation>> ANNOTATIONS =
            List.of(RegisterUpgrade.class, RegisterRollback.class, UpgradeCondition.class, RegisterBackfill.class);

    private final Object object;
    private final List<Method> methods;

    private AnnotatedMethods(Object object, List<Method> methods) {
        this.object = object;
        this.methods = methods;
    }

    static AnnotatedMethods of(Object object) {
        if (object instanceof Class<?> type) {
            throw RegistrationErrors.classInsteadOfObject(type);
        }
        List<Method> annotated = new ArrayList<>();
        boolean severalTypes = false;
        for (Class<?> type : hierarchy(object.getClass())) {
            List<Method> own = annotated(type);
            severalTypes |= !annotated.isEmpty() && !own.isEmpty();
            annotated.addAll(own);
        }
        if (annotated.isEmpty()) {
            throw RegistrationErrors.noMethods(object.getClass().getName());
        }
        return new AnnotatedMethods(object, severalTypes ? mostSpecific(annotated) : annotated);
    }

    private static List<Method> annotated(Class<?> type) {
        List<Method> annotated = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            if (isAnnotated(method) && !method.isBridge() && !method.isSynthetic()) {
                annotated.add(method);
            }
        }
        annotated.sort(Comparator.comparing(Method::getName));
        return annotated;
    }

    private static boolean isAnnotated(Method method) {
        for (Class<? extends Annotation> annotation : ANNOTATIONS) {
            if (method.isAnnotationPresent(annotation)) {
                return true;
            }
        }
        return false;
    }

    private static List<Method> mostSpecific(List<Method> annotated) {
        Map<String, List<Method>> byName = annotated.stream().collect(Collectors.groupingBy(Method::getName));
        return annotated.stream()
                .filter(m ->
                        byName.getOrDefault(m.getName(), List.of()).stream().noneMatch(other -> overrides(other, m)))
                .toList();
    }

    void addTo(RegistryBuilder registry) {
        for (Method method : methods) {
            add(method, registry);
        }
    }

    private void add(Method method, RegistryBuilder registry) {
        AnnotatedMethod callable = new AnnotatedMethod(object, method);
        RegisterUpgrade upgrade = method.getAnnotation(RegisterUpgrade.class);
        RegisterRollback rollback = method.getAnnotation(RegisterRollback.class);
        UpgradeCondition condition = method.getAnnotation(UpgradeCondition.class);
        RegisterBackfill backfill = method.getAnnotation(RegisterBackfill.class);
        callable.requireOneAnnotation(upgrade, rollback, condition, backfill);
        Optional<Class<?>> owner = Optional.of(method.getDeclaringClass());
        if (upgrade != null) {
            UpgradeMode mode = upgrade.mode();
            registry.addUpgrade(RegistryBuilder.method(
                    upgrade.value(),
                    mode,
                    upgrade.description(),
                    upgrade.compatibleFrom(),
                    upgrade.retry(),
                    callable.origin(),
                    owner,
                    callable.invocation(mode)));
        } else if (rollback != null) {
            registry.addRollback(RegistryBuilder.method(
                    rollback.value(),
                    rollback.mode(),
                    rollback.description(),
                    "",
                    rollback.retry(),
                    callable.origin(),
                    owner,
                    callable.invocation(rollback.mode())));
        } else if (condition != null) {
            registry.addCondition(new RegisteredCondition(
                    RegistryBuilder.version(condition.value(), callable.origin(), "version"),
                    condition.description(),
                    condition.skippable(),
                    callable.origin(),
                    callable.check()));
        } else if (backfill != null) {
            registry.addBackfill(
                    backfill.value(),
                    backfill.since(),
                    revised(callable.backfill(), backfill.revision()),
                    callable.origin());
        }
    }

    private static Backfill revised(Backfill definition, String revision) {
        return revision.isEmpty() ? definition : definition.revision(revision);
    }

    private static Set<Class<?>> hierarchy(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            types.add(c);
        }
        List<Class<?>> classes = List.copyOf(types);
        classes.forEach(c -> addInterfaces(c, types));
        return types;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> types) {
        for (Class<?> i : type.getInterfaces()) {
            types.add(i);
            addInterfaces(i, types);
        }
    }

    private static boolean overrides(Method specific, Method general) {
        return !specific.equals(general)
                && specific.getName().equals(general.getName())
                && Arrays.equals(specific.getParameterTypes(), general.getParameterTypes())
                && isMoreSpecific(specific.getDeclaringClass(), general.getDeclaringClass())
                && canBeOverriddenFrom(specific.getDeclaringClass(), general);
    }

    /** A class wins over an interface, also over one that only a subclass of it implements. */
    private static boolean isMoreSpecific(Class<?> specific, Class<?> general) {
        return general.isAssignableFrom(specific) || (general.isInterface() && !specific.isInterface());
    }

    /** What cannot be overridden is a method of its own, and leaving it out would lose an upgrade in silence. */
    private static boolean canBeOverriddenFrom(Class<?> type, Method method) {
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
            return false;
        }
        return Modifier.isPublic(modifiers)
                || Modifier.isProtected(modifiers)
                || method.getDeclaringClass().getPackageName().equals(type.getPackageName());
    }
}
