package io.github.dbupgrader.error;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No error comes with a text that no test pins. */
class PinnedTextsTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .importUrl(
                    UpgradeException.class.getProtectionDomain().getCodeSource().getLocation());

    static Stream<String> errorsClasses() {
        return MAIN.stream()
                .filter(c -> c.getSimpleName().endsWith("Errors"))
                .filter(c -> c.getMethods().stream()
                        .anyMatch(m -> m.getRawReturnType().isAssignableTo(UpgradeException.class)))
                .map(JavaClass::getName);
    }

    @ParameterizedTest
    @MethodSource("errorsClasses")
    void errorsClass_hasATestThatPinsItsTexts(String name) throws ClassNotFoundException {
        assertThat(PinnedTexts.class).isAssignableFrom(Class.forName(name + "Test"));
    }

    @Test
    void errors_areMadeInErrorsClassesOnly() {
        ArchRule rule = noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Errors")
                .and()
                .areNotAssignableTo(UpgradeException.class)
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "an error is worded", call -> call.getTargetOwner().isEquivalentTo(UpgradeException.class)))
                .because("an …Errors class holds each text in one place, where a test pins it");

        rule.check(MAIN);
    }
}
