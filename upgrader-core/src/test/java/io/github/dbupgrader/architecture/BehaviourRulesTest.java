package io.github.dbupgrader.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.github.dbupgrader.architecture.MainClasses.CORE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What library code never does, whoever imports it. The sample of a rule breaks that rule alone. */
class BehaviourRulesTest {
    private static final ArchRule JACKSON_IN_ONE_CLASS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(MainClasses.BASE + ".history.HistoryJson")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson..", "org.jdbi.v3.jackson2..", "org.jdbi.v3.json..")
            .because("a host may bring another Jackson, so one small class is all that has to move");

    private static final ArchRule NO_PRINTING = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .because("a library speaks through its log, its results and its exceptions");

    private static final ArchRule NO_SLEEPING = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .because("waiting is interruptible, bounded and replaceable in a test");

    /** Leases (backfill 61), times of the day and recorded times are the server's: the clocks of instances differ. */
    private static final ArchRule NO_JVM_CLOCK = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callConstructor(Date.class)
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(LocalTime.class, "now")
            .because("only the server's clock is the same for all instances");

    private static final ArchRule NO_EXIT = noClasses()
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .because("whether the process ends is the host's decision");

    private static final ArchRule NO_JAVA_UTIL_LOGGING = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.commons.logging..", "org.apache.log4j.."))
            .orShould()
            .callMethod(java.util.logging.Logger.class, "getLogger", String.class)
            .because("SLF4J is the one log");

    static Stream<Arguments> rules() {
        return Stream.of(
                rule("Jackson in one class", JACKSON_IN_ONE_CLASS, "Json"),
                rule("no printing", NO_PRINTING, "Printing"),
                rule("no sleeping", NO_SLEEPING, "Sleeping"),
                rule("no clock of the JVM", NO_JVM_CLOCK, "TellingTheTime"),
                rule("no exit", NO_EXIT, "Exiting"),
                rule("one log", NO_JAVA_UTIL_LOGGING, "Logging"));
    }

    private static Arguments rule(String name, ArchRule rule, String sample) {
        return Arguments.of(Named.of(name, rule), sample);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_onTheLibrary_holds(ArchRule rule, String ignoredSample) {
        rule.check(CORE.main());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_onABadSample_namesIt(ArchRule rule, String sample) {
        assertThatThrownBy(() -> rule.check(CORE.sample("behaviour")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("samples.behaviour." + sample)
                .hasMessageContaining("(1 times)");
    }
}
