package io.github.dbupgrader.docs;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.dbupgrader.DatabaseUpgrader;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of packages on the architecture page is that of the code. */
class ArchitecturePageTest {

    private static final String BASE = "io.github.dbupgrader";
    private static final Pattern ROW =
            Pattern.compile("^\\| \\d \\| `?\\(?(\\w+)\\)?`? \\|.*\\| ([^|]*) \\|$", Pattern.MULTILINE);

    @Test
    void packagesAndImports_areThoseOfTheCode() {
        assertThat(documented()).isEqualTo(observed()).hasSizeGreaterThan(9);
    }

    private static Map<String, SortedSet<String>> documented() {
        Map<String, SortedSet<String>> table = new TreeMap<>();
        Matcher row = ROW.matcher(Page.read("docs/architecture.md").text());
        while (row.find()) {
            table.put(
                    row.group(1),
                    Arrays.stream(row.group(2).replace("`", "").split(", "))
                            .filter(name -> !name.equals("–"))
                            .collect(toCollection(TreeSet::new)));
        }
        return table;
    }

    private static Map<String, SortedSet<String>> observed() {
        JavaClasses classes = new ClassFileImporter()
                .importUrl(DatabaseUpgrader.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation());
        Map<String, SortedSet<String>> imports = new TreeMap<>();
        for (JavaClass type : classes) {
            SortedSet<String> targets = imports.computeIfAbsent(shortName(type.getPackageName()), p -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getPackageName();
                if (target.startsWith(BASE) && !target.equals(type.getPackageName())) {
                    targets.add(shortName(target));
                }
            }
        }
        return imports;
    }

    private static String shortName(String packageName) {
        return packageName.equals(BASE) ? "root" : packageName.substring(BASE.length() + 1);
    }
}
