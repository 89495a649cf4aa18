package io.github.dbupgrader.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.dbupgrader.architecture.samples.Sample;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What users can see, compared with the text in {@code src/test/resources/api.txt}: a change of it is made on purpose, and
 * read in review. {@code mvn test -pl upgrader-core -Dtest=ApiSurfaceTest -Dapi.update=true} writes it anew.
 */
class ApiSurfaceTest {
    private static final Path FILE = Path.of("src", "test", "resources", "api.txt");
    private static final Set<String> PUBLIC_PACKAGES = Stream.of(
                    "", ".api", ".schema", ".backfill", ".version", ".error")
            .map(name -> MainClasses.BASE + name)
            .collect(Collectors.toSet());

    @Test
    void surface_ofThePublicPackages_isTheOneCheckedIn() throws IOException {
        String surface = surface(MainClasses.main(), PUBLIC_PACKAGES);
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(FILE, surface);
        }
        assertThat(surface.lines().toList())
                .as("changed on purpose? Run this test with -Dapi.update=true, and look at the difference of " + FILE)
                .containsExactlyElementsOf(Files.readAllLines(FILE));
    }

    @Test
    void surface_ofASample_hasWhatUsersCanSeeAndNothingElse() {
        String sample = Sample.class.getPackageName();
        assertThat(surface(new ClassFileImporter().importPackages(sample), Set.of(sample))
                        .lines())
                .containsExactly(
                        "public class io.github.dbupgrader.architecture.samples.Sample",
                        "  protected int field",
                        "  protected io.github.dbupgrader.architecture.samples.Sample(int)",
                        "  public <T> java.util.List<T> method(java.util.List<? extends T>) throws java.io.IOException",
                        "public record io.github.dbupgrader.architecture.samples.Sample$Shown"
                                + " implements java.lang.Runnable",
                        "  public final boolean equals(java.lang.Object)",
                        "  public final int hashCode()",
                        "  public final java.lang.String toString()",
                        "  public int number()",
                        "  public io.github.dbupgrader.architecture.samples.Sample$Shown(int)",
                        "  public void run()");
    }

    private static String surface(JavaClasses classes, Set<String> packages) {
        return classes.stream()
                .filter(type -> packages.contains(type.getPackageName()))
                .map(JavaClass::reflect)
                .filter(ApiSurfaceTest::visible)
                .sorted(Comparator.comparing(Class::getName))
                .map(ApiSurfaceTest::text)
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
        String owner = type.getName() + ".";
        return heading(type)
                + members.stream()
                        .map(member -> "  " + member.replace(owner, "") + "\n")
                        .collect(Collectors.joining());
    }

    private static String heading(Class<?> type) {
        StringBuilder heading =
                new StringBuilder(type.toGenericString().replace("static ", "").replace("final record", "record"));
        if (type.getGenericSuperclass() != null
                && type.getSuperclass() != Object.class
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
