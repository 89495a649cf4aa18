package io.github.dbupgrader.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What users of some packages can see, as text. */
public final class ApiSurface {
    private static final Path FILE = Path.of("src", "test", "resources", "api.txt");

    private ApiSurface() {}

    /**
     * Fails unless the surface is the one that is checked in as {@code src/test/resources/api.txt} of the module under test;
     * with {@code -Dapi.update=true}, writes it there first.
     */
    public static void checkCheckedIn(JavaClasses classes, Set<String> packages) throws IOException {
        String surface = of(classes, packages);
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(FILE, surface);
        }
        assertThat(surface.lines().toList())
                .as("changed on purpose? Run this test with -Dapi.update=true, and look at the difference of " + FILE)
                .containsExactlyElementsOf(Files.readAllLines(FILE));
    }

    /** {@return all public and protected types and members of those packages, sorted} */
    public static String of(JavaClasses classes, Set<String> packages) {
        return classes.stream()
                .filter(type -> packages.contains(type.getPackageName()))
                .map(JavaClass::reflect)
                .filter(ApiSurface::visible)
                .sorted(Comparator.comparing(Class::getName))
                .map(ApiSurface::text)
                .collect(Collectors.joining());
    }

    // a nested type is as visible as what it is nested in
    private static boolean visible(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
            if (!visible(each.getModifiers())) {
                return false;
            }
        }
        return !type.isAnonymousClass() && !type.isSynthetic();
    }

    private static boolean visible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String text(Class<?> type) {
        Set<String> members = new TreeSet<>();
        Arrays.stream(type.getDeclaredConstructors())
                .filter(member -> visible(member.getModifiers()) && !member.isSynthetic())
                .map(Constructor::toGenericString)
                .forEach(members::add);
        Arrays.stream(type.getDeclaredFields())
                .filter(member -> visible(member.getModifiers()) && !member.isSynthetic())
                .map(Field::toGenericString)
                .forEach(members::add);
        Arrays.stream(type.getDeclaredMethods())
                .filter(member -> visible(member.getModifiers()) && !member.isSynthetic() && !member.isBridge())
                .map(Method::toGenericString)
                .forEach(members::add);
        members.addAll(inherited(type));
        String owner = type.getName() + ".";
        return heading(type)
                + members.stream()
                        .map(member -> "  " + member.replace(owner, "") + "\n")
                        .collect(Collectors.joining());
    }

    // what a hidden class gives its heirs is theirs to see
    private static Set<String> inherited(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        Set<String> members = new TreeSet<>();
        if (type.isInterface() || parent == null || visible(parent.getModifiers())) {
            return members;
        }
        Arrays.stream(parent.getDeclaredMethods())
                .filter(member -> visible(member.getModifiers()) && !member.isSynthetic() && !member.isBridge())
                .map(member -> withArguments(member, type).replace(parent.getName() + ".", type.getName() + "."))
                .forEach(members::add);
        return members;
    }

    private static String withArguments(Method member, Class<?> heir) {
        String text = member.toGenericString();
        if (heir.getGenericSuperclass() instanceof ParameterizedType parent) {
            TypeVariable<?>[] names = heir.getSuperclass().getTypeParameters();
            for (int i = 0; i < names.length; i++) {
                text = text.replaceAll(
                        "\\b" + names[i].getName() + "\\b",
                        parent.getActualTypeArguments()[i].getTypeName().replace("$", "\\$"));
            }
        }
        return text;
    }

    private static String heading(Class<?> type) {
        // later releases of Java write that a type is sealed; what it permits says so, too
        StringBuilder heading = new StringBuilder(type.toGenericString()
                .replace("static ", "")
                .replace("non-sealed ", "")
                .replace("sealed ", "")
                .replace("final record", "record"));
        if (type.getGenericSuperclass() != null
                && type.getSuperclass() != Object.class
                && visible(type.getSuperclass().getModifiers())
                && !type.isRecord()
                && !type.isEnum()) {
            heading.append(" extends ").append(type.getGenericSuperclass().getTypeName());
        }
        if (type.getInterfaces().length > 0 && !type.isAnnotation()) {
            heading.append(type.isInterface() ? " extends " : " implements ")
                    .append(Arrays.stream(type.getGenericInterfaces())
                            .map(java.lang.reflect.Type::getTypeName)
                            .collect(Collectors.joining(", ")));
        }
        if (type.isSealed()) {
            heading.append(" permits ")
                    .append(Arrays.stream(type.getPermittedSubclasses())
                            .map(Class::getName)
                            .collect(Collectors.joining(", ")));
        }
        return heading.append('\n').toString();
    }
}
